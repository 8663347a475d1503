import { readFlags, tokensOf } from '../settings/flags.ts';
import type { SettingSpec } from '../settings/spec.ts';

/** A secret that the server needs, by the environment variable through which it gets it. */
export interface NeededSecret {
  readonly variable: string;
  /** The flag of its setting, without dashes. */
  readonly flag: string;
  readonly description: string;
  readonly value: string;
  /** Whether it stood on the command line, and not in the environment. */
  readonly given: boolean;
}

/**
 * The words of a command line without those that hold a secret: what stands in a client's file as an argument is
 * read by whoever sees the file or the list of processes.
 */
export function withoutSecrets(specs: readonly SettingSpec[], argv: readonly string[]): readonly string[] {
  const left: (string | undefined)[] = [...argv];
  const positional = specs.find((spec) => spec.positional);
  for (const token of tokensOf(specs, argv)) {
    if (token.kind === 'option-terminator') continue;
    const isOption = token.kind === 'option';
    const spec = isOption ? specs.find(({ flag }) => flag === token.name) : positional;
    if (!spec || typeof token.value !== 'string' || !holdsSecret(spec, token.value)) continue;
    left[token.index] = undefined;
    if (isOption && !token.inlineValue) left[token.index + 1] = undefined;
  }
  return left.filter((word) => word !== undefined);
}

/**
 * The secrets that the server gets here, from the command line or else from the environment. One of the command
 * line goes by the name that only this server reads.
 */
export function neededSecrets(
  specs: readonly SettingSpec[],
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): readonly NeededSecret[] {
  const flags = readFlags(specs, argv);
  return specs.flatMap((spec) => {
    const found = flags.get(spec.key)?.value;
    const variable = found === undefined ? spec.env.find((name) => environment[name]) : spec.env[0];
    const value = found ?? (variable && environment[variable]);
    if (variable === undefined || typeof value !== 'string' || !holdsSecret(spec, value)) return [];
    const { flag, description } = spec;
    return [{ variable, flag, description, value, given: found !== undefined }];
  });
}

/** A URL that may hold a password often holds none. */
function holdsSecret({ secret }: SettingSpec, value: string): boolean {
  if (!secret) return false;
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(value) || !URL.canParse(value)) return true;
  const { password, searchParams } = new URL(value);
  return password !== '' || [...searchParams.keys()].some((key) => /pass|secret|token|key/i.test(key));
}
