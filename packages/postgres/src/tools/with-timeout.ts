import type { CallOptions } from '../connection/database.ts';
import type { SourceSettings } from '../sources/types.ts';

/** What a source says of time. */
interface Timed {
  readonly settings: Pick<SourceSettings, 'statementTimeoutMs'> & { readonly embedded?: unknown };
}

/** How much longer the call may take than its statement before the server is given up, milliseconds. */
const SLACK_MS = 3_000;
/** Bounds of what a caller may ask for, milliseconds. */
const MIN_MS = 100;
const MAX_MS = 600_000;

/**
 * The options of a call with a limit on the server, and one here a little later for a server that does not
 * answer; an embedded one never keeps its own. The caller may ask for more than the operator's time, at most
 * ten times as much.
 */
export function withTimeout(source: Timed, options: CallOptions, asked: number | undefined): CallOptions {
  const { statementTimeoutMs, embedded } = source.settings;
  const wanted = Math.max(MIN_MS, asked ?? statementTimeoutMs);
  const timeoutMs = Math.min(wanted, statementTimeoutMs * 10, MAX_MS);
  const at = performance.now() + timeoutMs + (embedded === undefined ? SLACK_MS : 0);
  return { ...options, timeoutMs, deadline: { at, timeoutMs } };
}
