import type { ChildProcess } from 'node:child_process';
import { errorCode } from '../errors/error-code.ts';
import { fail, ToolError } from '../errors/tool-error.ts';

/** Signals the group of a child that was started `detached`. The group is gone when its last process is. */
export function killGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error;
  }
}

/** @throws ToolError what the signal aborted with, or `cancelled` */
export function throwIfStopped(signal: AbortSignal): void {
  if (!signal.aborted) return;
  if (signal.reason instanceof ToolError) throw signal.reason;
  fail('cancelled', 'The call was cancelled.');
}
