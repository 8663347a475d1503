import { hash } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  linkSync,
  lstatSync,
  openSync,
  readlinkSync,
  readSync,
  renameSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { fail } from '@portolan/runtime';
import { hasProc, READ_FLAGS } from '../access/flags.ts';
import { failFromOs, osCode } from '../access/os-error.ts';
import { temporaryName } from '../access/temporary-name.ts';
import type { Name, OpenFolder } from '../access/types.ts';
import { removeQuietly, writeAll } from './temporary.ts';

/** A lock is held for one synchronous turn: milliseconds. Older than this, its holder is gone or elsewhere. */
const FOREIGN_STALE_MS = 30_000;
/** A holder that is not running any more is believed to be dead after this long. */
const DEAD_STALE_MS = 1_000;
const MAX_WAIT_MS = 5_000;
const RETRY_MS = 4;
/** The number of a process and the name of its machine are far shorter. */
const MAX_HOLDER_BYTES = 1_024;

/** Process numbers mean something only within one PID namespace of one machine. */
const machine = `${hostname()} ${hasProc ? readlinkSync('/proc/self/ns/pid') : process.platform}`;

/** Names that a case-insensitive file system takes for one share a lock. */
const lockName = (name: string) =>
  `.portolan-lock-${hash('sha256', name.normalize('NFC').toLowerCase(), 'base64url').slice(0, 16)}`;

/**
 * Runs a task while no other process of this server commits a change to the same name, so that what
 * the task checks is still true when it renames. Programs that know nothing of the lock are not held off.
 *
 * @param task synchronous: the lock is never held across a wait
 * @throws ToolError `busy` when another process holds it for 5 seconds
 */
export async function withLock<Result>(
  folder: OpenFolder,
  name: string,
  shown: string,
  task: () => Result,
): Promise<Result> {
  const lock = lockName(name);
  const until = Date.now() + MAX_WAIT_MS;
  while (!take(folder, lock, shown)) {
    if (breakStale(folder, lock)) continue;
    if (Date.now() > until) fail('busy', `${shown} is being written by another process.`);
    await wait(RETRY_MS + Math.random() * RETRY_MS);
  }
  try {
    return task();
  } finally {
    removeQuietly(folder, lock);
  }
}

function take(folder: OpenFolder, lock: string, shown: string): boolean {
  try {
    const fd = folder.createFile(lock, 0o600);
    try {
      writeAll(fd, Buffer.from(`${process.pid} ${machine}`));
    } finally {
      closeSync(fd);
    }
    return true;
  } catch (error) {
    if (osCode(error) === 'EEXIST') return false;
    if (osCode(error) === 'ENOSPC' || osCode(error) === 'EDQUOT') removeQuietly(folder, lock);
    return failFromOs(error, shown);
  }
}

/** Removes a lock whose holder died. True when it is worth trying again at once. */
function breakStale(folder: OpenFolder, lock: string): boolean {
  const seen = lookAt(folder, lock);
  if (seen === undefined) return true;
  if (seen.holder === undefined) {
    fail('unsupported', `${folder.childPlace(lock).shown} is in the way: it is no lock of this server.`, {
      next: 'Ask the user to remove it.',
    });
  }
  const stale = seen.ageMs > FOREIGN_STALE_MS || (seen.ageMs > DEAD_STALE_MS && isDeadHere(seen.holder));
  return stale && takeAway(folder, lock, seen.ino);
}

/** Renames first and looks then: of two processes that see the same stale lock, only one removes it. */
function takeAway(folder: OpenFolder, lock: string, ino: number): boolean {
  const aside = temporaryName();
  try {
    renameSync(folder.child(lock), folder.child(aside));
    if (lstatSync(folder.child(aside)).ino !== ino) linkSync(folder.child(aside), folder.child(lock));
  } catch (error) {
    if (osCode(error) === undefined) throw error;
    return false;
  } finally {
    removeQuietly(folder, aside);
  }
  return true;
}

/** A name of ours can be taken by anything, as a tree that was unpacked brings it: of a FIFO or a device no end is read. */
function lookAt(folder: OpenFolder, lock: string) {
  try {
    const { ino, mtimeMs } = lstatSync(folder.child(lock));
    return { ino, ageMs: Date.now() - mtimeMs, holder: holderIn(folder.child(lock)) };
  } catch (error) {
    if (osCode(error) !== 'ENOENT') throw error;
    return undefined;
  }
}

/** What stands in a lock; undefined for what is none. */
function holderIn(path: Name): string | undefined {
  let fd: number | undefined;
  try {
    fd = openSync(path, READ_FLAGS);
    const stat = fstatSync(fd);
    if (!stat.isFile() || stat.size > MAX_HOLDER_BYTES) return undefined;
    const text = Buffer.alloc(MAX_HOLDER_BYTES);
    return text.toString('utf8', 0, readSync(fd, text, 0, MAX_HOLDER_BYTES, 0));
  } catch (error) {
    const code = osCode(error);
    if (code === 'EACCES') return 'another user';
    // A link, or a socket.
    if (code === 'ELOOP' || code === 'ENXIO') return undefined;
    throw error;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

/** A holder that died before it wrote its name left an empty lock. */
function isDeadHere(holder: string): boolean {
  const [pid = '', ...rest] = holder.split(' ');
  return holder === '' || (rest.join(' ') === machine && !isRunning(Number(pid)));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return osCode(error) === 'EPERM';
  }
}
