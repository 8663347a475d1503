import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/** Processor time of a process so far, milliseconds: nanoseconds of the scheduler, summed over its threads. */
export function cpuMs(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  const nanoseconds = threads.map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ', 1)[0]),
  );
  return nanoseconds.reduce((sum, value) => sum + value, 0) / 1e6;
}

/** Resident memory of a process now, MB of 10^6 bytes. */
export const residentMb = (pid: number) => statusMb(pid, 'VmRSS');

/** The most resident memory since the start, or since it was last forgotten. */
export const peakMb = (pid: number) => statusMb(pid, 'VmHWM');

/** Lets the peak start again from what is resident now; 5 is the kernel's number for that. */
export const forgetPeak = (pid: number) => writeFileSync(`/proc/${pid}/clear_refs`, '5');

function statusMb(pid: number, field: string): number {
  const found = readFileSync(`/proc/${pid}/status`, 'utf8').match(
    new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm'),
  );
  if (!found) throw new Error(`/proc/${pid}/status has no ${field}.`);
  return (Number(found[1]) * 1024) / 1e6;
}
