import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder of one test. */
export function scratch(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'portolan-programs-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Whether a process runs; one that has ended and waits to be noticed does not. */
export const isAlive = (pid: number): boolean => /^State:\s+[^Z]/m.test(ofProcess(pid, 'status'));

/** The shells that stay and have this folder as the `LANE` of their environment. */
export const shellsOf = (folder: string): readonly number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => ofProcess(pid, 'cmdline').includes('while IFS= read -r mark'))
    .filter((pid) => ofProcess(pid, 'environ').split('\0').includes(`LANE=${folder}`));

function ofProcess(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    // It has ended.
    return '';
  }
}
