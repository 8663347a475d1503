import * as z from 'zod';

/** What a settings schema may say of a field beside its type, through `.meta()`. */
export interface SettingMeta {
  readonly description?: string;
  /** The upstream's own customary variable (`GITHUB_TOKEN`), read beside `PORTOLAN_<SERVER>_<NAME>`. */
  readonly env?: string;
  /** Takes the arguments that are not flags. One field a server at most. */
  readonly positional?: boolean;
  /** Never shown, and redacted wherever its value turns up. */
  readonly secret?: boolean;
  /** What stands behind the flag in `--help`: `FILE`, `URL`. */
  readonly placeholder?: string;
  /** Whether it changes which tools there are: a list recorded by the build does not hold with it. */
  readonly changesTools?: boolean;
  /** Names a file or folder, whole or from the current folder. */
  readonly path?: boolean;
  /** Checked before the server answers: the value, or each value, is an existing folder. */
  readonly check?: 'directory';
}

/**
 * A secret setting, read from an environment variable by preference; a flag shows in process lists.
 *
 * @param env the upstream's own customary variable, such as `GITHUB_TOKEN`
 */
export const secret = (env: string, description: string) =>
  z
    .string()
    .min(1)
    .optional()
    .meta({ env, description, secret: true } satisfies SettingMeta);
