import { randomBytes } from 'node:crypto';
import { open, readFile, stat, unlink, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { errorCode } from '../../errors/error-code.ts';
import { createWhole } from '../../private-file/create-whole.ts';
import { parseObject } from '../chain.ts';

/** How often a holder shows that it lives, for machines that cannot see its process id. */
const heartbeatMs = 20_000;
/** A lock of another machine without a sign of life for so long is left over. */
const foreignStaleMs = 90_000;
/** Taking over a dead lock takes microseconds; a guard this old is left over from a crash. */
const guardStaleMs = 5_000;

/** Who writes the file of a lock. */
export interface LockHolder {
  readonly host: string;
  readonly pid: number;
}

/** The live process that holds a lock; undefined where nobody does. */
export async function lockHolder(path: string): Promise<LockHolder | undefined> {
  const { host, pid } = parseObject((await contentOf(path)) ?? '') ?? {};
  if (typeof host !== 'string' || typeof pid !== 'number' || (await isDead(path))) return undefined;
  return { host, pid };
}

/** A lock that this process holds. */
export interface FileLock {
  release(): Promise<void>;
}

/**
 * Takes an exclusive lock, or says at once that another process has it. The lock is a small file with
 * its owner's host, process id and start time. A lock of a dead owner is taken over. The file appears
 * whole (`link`), so a half-written one is never seen.
 *
 * @returns undefined when another live process holds it
 */
export async function tryLock(path: string): Promise<FileLock | undefined> {
  const token = randomBytes(8).toString('hex');
  const content = JSON.stringify({
    host: hostname(),
    pid: process.pid,
    started: await startOf(process.pid),
    token,
  });
  for (let attempt = 0; attempt < 3; attempt++) {
    if (await createWhole(path, content)) return hold(path, content);
    if (!(await removeDead(path))) return undefined;
  }
  return undefined;
}

function hold(path: string, content: string): FileLock {
  const beat = setInterval(() => {
    // A lock that was removed by hand cannot be touched; release finds that out as well.
    utimes(path, new Date(), new Date()).catch(() => clearInterval(beat));
  }, heartbeatMs).unref();
  return {
    async release() {
      clearInterval(beat);
      if ((await contentOf(path)) === content) await unlink(path);
    },
  };
}

/** Removes the lock if its owner is dead; true when it is worth trying again. */
async function removeDead(path: string): Promise<boolean> {
  if (!(await isDead(path))) return false;
  const guard = `${path}.takeover`;
  const age = await ageOf(guard);
  if (age !== undefined && age > guardStaleMs) await unlinkIfThere(guard);
  try {
    await (await open(guard, 'wx', 0o600)).close();
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false; // Another process takes it over right now.
    throw error;
  }
  try {
    // Looked at again under the guard: another process may have taken it over meanwhile.
    if (await isDead(path)) await unlinkIfThere(path);
  } finally {
    await unlinkIfThere(guard);
  }
  return true;
}

async function isDead(path: string): Promise<boolean> {
  const content = await contentOf(path);
  if (content === undefined) return true;
  const owner = parseObject(content);
  const pid = owner?.pid;
  const age = (await ageOf(path)) ?? 0;
  if (typeof pid !== 'number' || owner?.host !== hostname()) return age > foreignStaleMs;
  if (!isAlive(pid)) return true;
  // The same number can be another process by now; its start time tells, where the system shows it.
  return owner.started !== (await startOf(pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

/** Start time of a process in clock ticks since boot, from Linux's /proc (field 22); empty elsewhere. */
async function startOf(pid: number): Promise<string> {
  const content = await contentOf(`/proc/${pid}/stat`);
  return content?.slice(content.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

async function contentOf(path: string): Promise<string | undefined> {
  return await readFile(path, 'utf8').catch(absent);
}

async function ageOf(path: string): Promise<number | undefined> {
  const found = await stat(path).catch(absent);
  return found === undefined ? undefined : Date.now() - found.mtimeMs;
}

async function unlinkIfThere(path: string): Promise<void> {
  await unlink(path).catch(absent);
}

function absent(error: unknown): undefined {
  const code = errorCode(error);
  if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error;
  return undefined;
}
