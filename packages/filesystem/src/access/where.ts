import { fstatSync, lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { hasProc } from './flags.ts';
import { osCode } from './os-error.ts';

const DELETED = ' (deleted)';

/** Whether two stats are of the same file. */
export const sameFile = (
  a: { readonly dev: number; readonly ino: number },
  b: { readonly dev: number; readonly ino: number },
): boolean => a.ino === b.ino && a.dev === b.dev;

/**
 * The real path of an open descriptor, as the kernel knows it.
 *
 * Linux answers it directly, and no swap can deceive it. Elsewhere the path is resolved and compared with
 * the descriptor, twice: links that stand still are always seen, and a swapper would have to hit four
 * moments in a row. That window is narrow, not closed.
 *
 * @param path the path it was opened by
 * @returns undefined when it was removed or replaced meanwhile
 */
export function whereIs(fd: number, path: string): string | undefined {
  if (!hasProc) return whereByIdentity(fd, path);
  const real = readlinkSync(`/proc/self/fd/${fd}`);
  return real.endsWith(DELETED) ? stillThere(fd, real) : real;
}

/** The kernel marks a removed file by a suffix, which is also a legal end of a name. */
function stillThere(fd: number, real: string): string | undefined {
  try {
    return sameFile(lstatSync(real), fstatSync(fd)) ? real : undefined;
  } catch (error) {
    if (osCode(error) === undefined) throw error;
    return undefined;
  }
}

/** The way without `/proc`. */
export function whereByIdentity(fd: number, path: string): string | undefined {
  try {
    const real = stillThere(fd, realpathSync.native(path));
    return real === undefined || realpathSync.native(path) !== real ? undefined : stillThere(fd, real);
  } catch (error) {
    if (osCode(error) === undefined) throw error;
    return undefined;
  }
}
