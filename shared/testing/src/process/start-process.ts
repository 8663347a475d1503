import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type ServerCommand, serverEnvironment } from './server-command.ts';

/** How a process ended: by its own code, or by a signal; the other one is null. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process of a test with everything it wrote. */
export interface TestProcess extends AsyncDisposable {
  readonly pid: number;
  readonly stdin: NodeJS.WritableStream;
  stdout(): string;
  stderr(): string;
  /** Resolves when what it wrote satisfies the test, and rejects when it ends or a minute passes first. */
  until(wanted: (stdout: string, stderr: string) => boolean): Promise<void>;
  signal(signal: NodeJS.Signals): void;
  readonly ended: Promise<ProcessEnd>;
}

/** Milliseconds until a test that waits for output gives up; it only ends what hangs. */
const WAIT_MS = 60_000;

/** Starts a command in the environment that `serverEnvironment` gives it; disposing kills it and waits. */
export function startProcess(server: ServerCommand): TestProcess {
  const child = spawn(server.command, server.args, { env: serverEnvironment(server), cwd: server.cwd });
  const written = collect(child);
  const ended = once(child, 'close').then(
    (): ProcessEnd => ({ code: child.exitCode, signal: child.signalCode }),
  );
  return {
    pid: child.pid ?? 0,
    stdin: child.stdin,
    stdout: () => written.stdout,
    stderr: () => written.stderr,
    until: (wanted) => waitFor(child, () => wanted(written.stdout, written.stderr), written),
    signal: (signal) => void child.kill(signal),
    ended,
    async [Symbol.asyncDispose]() {
      child.stdin.destroy();
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await ended;
    },
  };
}

interface Written {
  stdout: string;
  stderr: string;
}

function collect(child: ChildProcessWithoutNullStreams): Written {
  const written: Written = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    written.stdout += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    written.stderr += chunk;
  });
  // A test may write to a server that has ended already; what it waits for then tells.
  child.stdin.on('error', () => {});
  return written;
}

function waitFor(
  child: ChildProcessWithoutNullStreams,
  wanted: () => boolean,
  written: Written,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: Error) => {
      clearTimeout(timer);
      child.stdout.off('data', look);
      child.stderr.off('data', look);
      child.off('close', onClose);
      if (error) reject(error);
      else resolve();
    };
    const look = () => wanted() && settle();
    const giveUp = (why: string) =>
      settle(
        new Error(`${why}\nstdout: ${written.stdout.slice(-2000)}\nstderr: ${written.stderr.slice(-2000)}`),
      );
    const onClose = () => (wanted() ? settle() : giveUp('The process ended first.'));
    const timer = setTimeout(() => giveUp(`Nothing of what was awaited came within ${WAIT_MS} ms.`), WAIT_MS);
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    child.on('close', onClose);
    look();
  });
}

/** Runs a command to its end. */
export async function runToEnd(
  server: ServerCommand,
  input = '',
): Promise<ProcessEnd & { readonly stdout: string; readonly stderr: string }> {
  await using started = startProcess(server);
  started.stdin.end(input);
  const end = await started.ended;
  return { ...end, stdout: started.stdout(), stderr: started.stderr() };
}
