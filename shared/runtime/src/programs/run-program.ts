import { type ChildProcess, spawn } from 'node:child_process';
import { basename } from 'node:path';
import { fail } from '../errors/tool-error.ts';
import { Output, type OutputOptions } from './output.ts';
import { killGroup, throwIfStopped } from './process-group.ts';

/** What is kept of standard error, bytes. */
export const ERROR_BYTES = 16 * 1024;
/** Time a writer has to take its lock files with it, milliseconds. */
const GRACE_MS = 1_500;

/** A program is killed when it prints more than is taken; the result is then marked `truncated`. */
export interface ProgramRequest extends OutputOptions {
  /** Its absolute path. */
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly input?: Buffer | string;
  /** Whether it holds locks: it is asked to end before it is killed. */
  readonly writes?: boolean;
  /** Sees standard error as it comes, and answers what of it is kept; all of it where this is left out. */
  readonly readErrors?: (chunk: Buffer) => Buffer;
}

/** How a program ended, and what it printed. */
export interface ProgramResult {
  /** Empty where the output was consumed. */
  readonly stdout: Buffer;
  /** The first 16 KiB of it. */
  readonly stderr: string;
  /** Null when it was killed. */
  readonly code: number | null;
  /** The output was cut off at the limit, or its consumer had enough. */
  readonly truncated: boolean;
}

/**
 * Runs a program in a process group of its own, which is killed as a whole at the output limit, at the deadline
 * and when the call is cancelled.
 *
 * @throws ToolError `timeout` or `cancelled` when the signal aborts, `unavailable` when it cannot be started
 */
export async function runProgram(request: ProgramRequest): Promise<ProgramResult> {
  const { program, signal, writes = false } = request;
  throwIfStopped(signal);
  const child = spawn(program, request.args, {
    cwd: request.cwd,
    env: request.env,
    detached: true,
    windowsHide: true,
    stdio: [request.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  const ended = endOf(child, program);
  const onAbort = () => (writes ? endGently(child, ended) : killGroup(child, 'SIGKILL'));
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    feed(child, request.input);
    const output = new Output(request);
    const errors = new Output({ maxBytes: ERROR_BYTES });
    const { readErrors = (chunk: Buffer) => chunk } = request;
    child.stderr?.on('data', (chunk: Buffer) => errors.take(readErrors(chunk)));
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

function endOf(child: ChildProcess, program: string): Promise<number | null> {
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  }).catch((cause: unknown) => fail('unavailable', `${basename(program)} could not be started.`, { cause }));
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
