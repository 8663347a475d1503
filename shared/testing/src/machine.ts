import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** Fails a test with a plain word where it could only fail with a riddle. */
export function needsRoot(what: string): void {
  if (process.getuid?.() !== 0)
    throw new Error(`This test must run as root on Linux, because it needs to ${what}.`);
}

/** Whether a process runs; one that has ended and waits to be noticed does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  if (process.platform !== 'linux') return true;
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    // It was noticed meanwhile.
    return false;
  }
}

/** Whether a process on this Linux machine has a file open. */
export function isOpen(path: string): boolean {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const folders = pids.map((pid) => `/proc/${pid}/fd`);
  return folders.some((folder) => {
    const open = unlessGone(() => readdirSync(folder)) ?? [];
    return open.some((fd) => unlessGone(() => readlinkSync(join(folder, fd))) === path);
  });
}

/** What is read of a process; undefined where it has ended or closed that meanwhile. */
function unlessGone<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
