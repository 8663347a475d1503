import { readFileSync } from 'node:fs';

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
