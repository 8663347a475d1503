import { constants } from 'node:os';
import type { Logger } from '../telemetry/logger.ts';
import { type Step, takeSteps } from './steps.ts';

/** After the last step something may still keep the event loop alive; then the process is ended. */
const lingerMs = 1_000;
const stopSignals = ['SIGTERM', 'SIGINT'] as const;

/** How long an end may take. */
export interface ShutdownOptions {
  readonly log: Logger;
  /** For all steps together, in milliseconds; what is not done by then is given up. */
  readonly timeoutMs: number;
}

/** The end of a process, step by step. */
export interface Shutdown {
  /** Adds a step. Steps run one after the other in the order they were added, each once. */
  step(name: string, run: Step['run']): void;
  /**
   * Begins to shut down; only the first call counts.
   *
   * @param exitCode 0 when this is an orderly end
   */
  begin(reason: string, exitCode?: number): void;
  /** The exit code, when every step is done: 1 when one failed or the time was over. */
  readonly done: Promise<number>;
}

/**
 * Ends a process in order on SIGTERM and SIGINT, and after a fault nobody caught (exit code 1). A second
 * signal ends it at once with 128 plus the signal's number. The end of stdin is for the stdio transport
 * to tell, by `begin`. Output nobody reads any more (`EPIPE`) is an orderly end.
 */
export function createShutdown({ log, timeoutMs }: ShutdownOptions): Shutdown {
  const steps: Step[] = [];
  const { promise: done, resolve } = Promise.withResolvers<number>();
  let begun = false;
  const begin = (reason: string, exitCode = 0): void => {
    if (begun) return;
    begun = true;
    log.info('Shutting down', { reason });
    takeSteps(steps, timeoutMs, log).then((complete) => {
      const code = complete ? exitCode : 1;
      setTimeout(() => process.exit(code), lingerMs).unref();
      process.exitCode = code;
      resolve(code);
    });
  };
  for (const signal of stopSignals) {
    process.on(signal, () => {
      if (!begun) return begin(signal);
      log.warning('Second signal: ending at once', { signal });
      process.exit(128 + constants.signals[signal]);
    });
  }
  const fault = (kind: string) => (error: unknown) => {
    log.error(kind, { error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    begin(kind, 1);
  };
  for (const output of [process.stdout, process.stderr]) {
    output.on('error', ({ message }) => begin(`The output cannot be written: ${message}`));
  }
  process.on('uncaughtException', fault('An exception was not caught'));
  process.on('unhandledRejection', fault('A rejection was not handled'));
  return { step: (name, run) => void steps.push({ name, run }), begin, done };
}
