import { readdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';

/**
 * The numbers of the files rotated from a log, `<file>.1` and on, the oldest first. Those that were taken away
 * leave a gap, which nothing later fills.
 *
 * @throws Error when the folder cannot be read
 */
export async function rotatedNumbers(path: string): Promise<readonly number[]> {
  const start = `${basename(path)}.`;
  const numbers = (await readdir(dirname(path)))
    .filter((name) => name.startsWith(start))
    .map((name) => name.slice(start.length))
    .filter((ending) => /^[1-9]\d{0,14}$/.test(ending))
    .map(Number);
  return numbers.toSorted((one, other) => one - other);
}

/** The path of a rotated file. */
export const rotatedPath = (path: string, number: number): string => `${path}.${number}`;
