import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A lock this old is left over from a process that was killed: what it guards ends within 30 seconds. */
const staleLockMs = 35_000;
const lockPollMs = 50;

/** Replaces a file as a whole, readable by its owner only. Nobody ever sees a part of it. */
export async function writePrivateFile(path: string, content: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomBytes(8).toString('hex')}`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

/**
 * Runs something while no other process does the same for this path.
 *
 * @param signal ends the wait for the lock, not what runs under it
 */
export async function withFileLock<Result>(
  path: string,
  signal: AbortSignal,
  run: () => Promise<Result>,
): Promise<Result> {
  const lock = `${path}.lock`;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  while (!(await take(lock))) {
    await removeStale(lock);
    await sleep(lockPollMs, undefined, { signal });
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
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Two that find the same stale lock at once can both go on; what runs under it must bear that. */
async function removeStale(lock: string): Promise<void> {
  try {
    const handle = await open(lock, 'r');
    const { mtimeMs } = await handle.stat();
    await handle.close();
    if (Date.now() - mtimeMs > staleLockMs) await unlink(lock);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

export const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined;
