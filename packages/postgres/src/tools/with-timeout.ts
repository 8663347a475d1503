import { ToolError } from '@portolan/runtime';
import type { CallOptions } from '../connection/database.ts';
import type { Source } from '../sources/sources.ts';

/** How much longer the call may take than its statement before it is given up here, milliseconds. */
const SLACK_MS = 3_000;
/** Bounds of what a caller may ask for, milliseconds. */
const MIN_MS = 100;
const MAX_MS = 600_000;

/**
 * Runs work within a call's limit on the server, and one here a little later for a server that does not
 * answer; an embedded one never keeps its own. The caller may ask for more than the operator's time, at most
 * ten times as much.
 *
 * @throws ToolError `timeout`; what the work throws
 */
export async function withTimeout<Result>(
  source: Source,
  { signal, ...options }: CallOptions,
  asked: number | undefined,
  work: (options: CallOptions) => Promise<Result>,
): Promise<Result> {
  const { statementTimeoutMs, embedded } = source.settings;
  const wanted = Math.max(MIN_MS, asked ?? statementTimeoutMs);
  const timeoutMs = Math.min(wanted, statementTimeoutMs * 10, MAX_MS);
  const end = new AbortController();
  const give = () => end.abort(signal.reason);
  const late = () =>
    end.abort(new ToolError('timeout', `The database did not answer within ${timeoutMs} ms.`));
  const timer = setTimeout(late, embedded ? timeoutMs : timeoutMs + SLACK_MS);
  if (signal.aborted) give();
  else signal.addEventListener('abort', give, { once: true });
  try {
    return await work({ ...options, timeoutMs, signal: end.signal });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', give);
  }
}
