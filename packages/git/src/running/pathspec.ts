import { encodeBytes, meantName } from '../reading/names.ts';

export interface Pathspecs {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Names as the last arguments of a command that reads. Arguments are UTF-8, so a byte that fits none is any
 * byte to git.
 *
 * @param shown names as callers see them
 */
export function pathspecs(shown: readonly string[]): Pathspecs {
  const names = shown.map((name) => meantName(name, 'path'));
  if (names.every((name) => name.isWellFormed())) return { args: names, env: {} };
  const args = names.map((name) =>
    name.isWellFormed()
      ? `:(top,literal)${name}`
      : `:(top,glob)${name.replaceAll(/[\\*?[\]]/g, '\\$&').replaceAll(/[\udc80-\udcff]/gu, '?')}`,
  );
  return { args, env: { GIT_LITERAL_PATHSPECS: '0' } };
}

/** The option and the input that give paths to a command that writes, each byte as it is. */
export const pathsFromInput = (paths: readonly string[]) => ({
  args: ['--pathspec-from-file=-', '--pathspec-file-nul'],
  input: nulEnded(paths),
});

/** @param names as they are meant, not as they are shown */
export const nulEnded = (names: readonly string[]): Buffer =>
  Buffer.concat(names.flatMap((name) => [encodeBytes(name), Buffer.of(0)]));
