import { readFileSync } from 'node:fs';

/** Resident memory of a process on Linux, bytes: what it holds now, and the most it ever held. */
export function residentMemory(pid: number): { readonly now: number; readonly peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return { now: bytesOf(status, 'VmRSS'), peak: bytesOf(status, 'VmHWM') };
}

function bytesOf(status: string, name: string): number {
  const kilobytes = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
  if (kilobytes === undefined) throw new Error(`The status of a process says no ${name}.`);
  return Number(kilobytes) * 1024;
}
