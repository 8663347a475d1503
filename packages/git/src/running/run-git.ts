import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { fail, ToolError } from '@portolan/runtime';
import { findGit } from './program.ts';

/** Output that is parsed whole, bytes. */
const USUAL_BYTES = 8 * 1024 * 1024;
/** What is kept of standard error, bytes. */
const ERROR_BYTES = 16 * 1024;
/** Time a writer has to take its lock files with it, milliseconds. */
const GRACE_MS = 1_500;

export interface GitRequest {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly input?: Buffer | string;
  /** The child is killed when it prints more; the result is then marked `truncated`. Default 8 MiB. */
  readonly maxBytes?: number;
  /** Whether it holds locks: it is asked to end before it is killed. */
  readonly writes?: boolean;
  /** Takes the output as it comes, instead of collecting it; `stop` ends the child. */
  readonly consume?: (chunk: Buffer) => 'more' | 'stop';
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
    const stderr = collect(child.stderr, ERROR_BYTES, () => {});
    const enough = () => killGroup(child, 'SIGKILL');
    const stdout = request.consume
      ? await consumeAll(child.stdout, request.consume, enough)
      : await collect(child.stdout, request.maxBytes ?? USUAL_BYTES, enough);
    const code = await ended;
    throwIfStopped(signal);
    return {
      stdout: stdout.bytes,
      stderr: (await stderr).bytes.toString('utf8'),
      code,
      truncated: stdout.cut,
    };
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

interface Collected {
  readonly bytes: Buffer;
  readonly cut: boolean;
}

async function collect(stream: Readable | null, maxBytes: number, full: () => void): Promise<Collected> {
  const parts: Buffer[] = [];
  let room = maxBytes;
  let cut = false;
  await consumeAll(
    stream,
    (chunk) => {
      if (room > 0) parts.push(chunk.subarray(0, room));
      if (chunk.length > room) cut = true;
      room = Math.max(0, room - chunk.length);
      return cut ? 'stop' : 'more';
    },
    full,
  );
  return { bytes: Buffer.concat(parts), cut };
}

async function consumeAll(
  stream: Readable | null,
  consume: (chunk: Buffer) => 'more' | 'stop',
  stop: () => void,
): Promise<Collected> {
  let stopped = false;
  for await (const chunk of stream ?? []) {
    if (stopped || !Buffer.isBuffer(chunk)) continue;
    stopped = consume(chunk) === 'stop';
    if (stopped) stop();
  }
  return { bytes: Buffer.alloc(0), cut: stopped };
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
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
