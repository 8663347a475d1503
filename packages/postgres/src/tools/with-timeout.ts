import { ToolError } from '@portolan/runtime';
import type { CallOptions } from '../connection/database.ts';
import type { Source } from '../sources/sources.ts';

/** How much longer the call may take than its statement before it is given up here, milliseconds. An embedded one never would. */
const SLACK_MS = 3_000;

const MIN_MS = 100;
const MAX_MS = 600_000;

/**
 * A call's limit on the server, and one here a little later for a server that does not answer. The caller
 * may ask for more than the operator's time, at most ten times as much.
 */
export function withTimeout(source: Source, options: CallOptions, asked: number | undefined): CallOptions {
  const { statementTimeoutMs, embedded } = source.settings;
  const wanted = Math.max(MIN_MS, asked ?? statementTimeoutMs);
  const timeoutMs = Math.min(wanted, statementTimeoutMs * 10, MAX_MS);
  const late = new AbortController();
  const error = new ToolError('timeout', `The database did not answer within ${timeoutMs} ms.`);
  setTimeout(() => late.abort(error), embedded ? timeoutMs : timeoutMs + SLACK_MS).unref();
  return { ...options, timeoutMs, signal: AbortSignal.any([options.signal, late.signal]) };
}
