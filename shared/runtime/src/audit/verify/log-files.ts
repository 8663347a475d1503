import { type FileHandle, open, stat } from 'node:fs/promises';
import { errorCode } from '../../errors/error-code.ts';
import { rotatedNumbers, rotatedPath } from '../rotated-files.ts';

/** One file of a log. */
export interface LogFile {
  readonly path: string;
  /** Of the file that is being written: it may be rotated away while it is read. */
  readonly handle?: FileHandle;
}

/**
 * The files of a log in the order of its chain, as they stood at one moment, though a server may be writing and
 * rotating them.
 *
 * @throws Error when there is none (`ENOENT`)
 */
export async function logFiles(path: string): Promise<readonly LogFile[]> {
  const handle = await openCurrent(path);
  const current = await handle?.stat({ bigint: true });
  const files: LogFile[] = [];
  // All there are: a file after one that was taken away is no less a part of the log.
  for (const number of (await rotatedNumbers(path).catch(absent)) ?? []) {
    const rotated = rotatedPath(path, number);
    const found = await stat(rotated, { bigint: true }).catch(absent);
    // What was rotated just now is open already.
    if (found !== undefined && found.ino !== current?.ino) files.push({ path: rotated });
  }
  if (handle !== undefined) return [...files, { path, handle }];
  // Between a rotation and the first record after it the name is free.
  if (files.length === 0) await stat(path);
  return files;
}

const openCurrent = (path: string): Promise<FileHandle | undefined> => open(path).catch(absent);

function absent(error: unknown): undefined {
  if (errorCode(error) !== 'ENOENT') throw error;
  return undefined;
}
