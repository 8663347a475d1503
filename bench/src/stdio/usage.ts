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

/**
 * A measure of a process, summed with those of what it started that still runs.
 *
 * @throws Error when there is no such process
 */
export function overTree(pid: number, measure: (pid: number) => number): number {
  const started = readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    unlessGone([], () => numbersIn(readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8'))),
  );
  return started.reduce((sum, one) => sum + unlessGone(0, () => overTree(one, measure)), measure(pid));
}

/** Threads and processes may end between the look at their list and the look at them. */
function unlessGone<Value>(otherwise: Value, look: () => Value): Value {
  try {
    return look();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ESRCH') return otherwise;
    throw error;
  }
}

const numbersIn = (text: string) => text.split(' ').flatMap((part) => (part ? Number(part) : []));

function statusMb(pid: number, field: string): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const found = status.match(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm'));
  // It has ended, only its exit code was not asked for yet.
  if (!found && /^State:\s+Z/m.test(status)) return 0;
  if (!found) throw new Error(`/proc/${pid}/status has no ${field}.`);
  return (Number(found[1]) * 1024) / 1e6;
}
