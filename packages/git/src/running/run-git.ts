import { type ChildProcess, spawn } from 'node:child_process';
import { errorCode, fail, ToolError } from '@portolan/runtime';
import { Output, type OutputOptions } from './output.ts';
import { findGit } from './program.ts';

/** What is kept of standard error, bytes. */
export const ERROR_BYTES = 16 * 1024;
/** Time a writer has to take its lock files with it, milliseconds. */
const GRACE_MS = 1_500;

/** Git is killed when it prints more than is taken; the result is then marked `truncated`. */
export interface GitRequest extends OutputOptions {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly input?: Buffer | string;
  /** Whether it holds locks: it is asked to end before it is killed. */
  readonly writes?: boolean;
}

export interface GitResult {
  /** Empty where the output was consumed. */
  readonly stdout: Buffer;
  readonly stderr: string;
  /** Null when it was killed. */
  readonly code: number | null;
  /** The output was cut off at the limit, or its consumer had enough. */
  readonly truncated: boolean;
}

/**
 * Runs git in a process group of its own, which is killed as a whole at the output limit, at the deadline and
 * when the call is cancelled.
 *
 * @throws ToolError `timeout` or `cancelled` when the signal aborts, `unavailable` when git cannot be started
 */
export async function runGit(request: GitRequest): Promise<GitResult> {
  const { signal, writes = false } = request;
  throwIfStopped(signal);
  const child = spawn(findGit(), request.args, {
    cwd: request.cwd,
    env: request.env,
    detached: true,
    windowsHide: true,
    stdio: [request.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  const ended = endOf(child);
  const onAbort = () => (writes ? endGently(child, ended) : killGroup(child, 'SIGKILL'));
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    feed(child, request.input);
    const output = new Output(request);
    const errors = new Output({ maxBytes: ERROR_BYTES });
    child.stderr?.on('data', (chunk: Buffer) => errors.take(chunk));
    child.stdout?.on('data', (chunk: Buffer) => {
      if (output.take(chunk) === 'stop') killGroup(child, 'SIGKILL');
    });
    const code = await ended;
    throwIfStopped(signal);
    return { stdout: output.bytes, stderr: errors.bytes.toString('utf8'), code, truncated: output.cut };
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** @throws ToolError what the signal aborted with, or `cancelled` */
export function throwIfStopped(signal: AbortSignal): void {
  if (!signal.aborted) return;
  if (signal.reason instanceof ToolError) throw signal.reason;
  fail('cancelled', 'The call was cancelled.');
}

function endOf(child: ChildProcess): Promise<number | null> {
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  }).catch((cause: unknown) => fail('unavailable', 'git could not be started.', { cause }));
  // It is awaited after the output; a failure before that is not unhandled.
  ended.catch(() => {});
  return ended;
}

function feed({ stdin }: ChildProcess, input: Buffer | string | undefined): void {
  // A child that ends before it read everything breaks the pipe; its exit code says why it ended.
  stdin?.on('error', () => {});
  stdin?.end(input);
}

function endGently(child: ChildProcess, ended: Promise<unknown>): void {
  killGroup(child, 'SIGTERM');
  const timer = setTimeout(() => killGroup(child, 'SIGKILL'), GRACE_MS);
  const clear = () => clearTimeout(timer);
  ended.then(clear, clear);
}

/** The group is gone when its last process is; then there is nothing to kill. */
export function killGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error;
  }
}
