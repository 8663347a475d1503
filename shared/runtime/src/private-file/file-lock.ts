import { open, rm, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode } from '../errors/error-code.ts';
import { makeFolder } from './make-folder.ts';

const pollMs = 50;

/** How long a lock is waited for, and when one counts as left over. */
export interface FileLockOptions {
  /** Ends the wait for the lock, not what runs under it. */
  readonly signal: AbortSignal;
  /** A lock this old is left over from a process that was killed; what runs under it must end sooner. */
  readonly staleAfterMs: number;
}

/**
 * Runs something while no other process does the same for this path, beside which the lock lies as `.lock`.
 *
 * @throws the signal's reason, as an `AbortError`
 */
export async function withFileLock<Result>(
  path: string,
  { signal, staleAfterMs }: FileLockOptions,
  run: () => Promise<Result>,
): Promise<Result> {
  const lock = `${path}.lock`;
  await makeFolder(dirname(path));
  while (!(await take(lock))) {
    await removeStale(lock, staleAfterMs);
    await sleep(pollMs, undefined, { signal });
  }
  try {
    return await run();
  } finally {
    await rm(lock, { force: true });
  }
}

async function take(lock: string): Promise<boolean> {
  try {
    await (await open(lock, 'wx', 0o600)).close();
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Two that find the same stale lock at once can both go on; what runs under it must bear that. */
async function removeStale(lock: string, staleAfterMs: number): Promise<void> {
  try {
    const handle = await open(lock, 'r');
    const { mtimeMs } = await handle.stat();
    await handle.close();
    if (Date.now() - mtimeMs > staleAfterMs) await unlink(lock);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
}
