import { pause } from './abort.ts';

/** How often and after which waits something is tried again; times in milliseconds. */
export interface RetryPolicy {
  /** How often it is tried in all. */
  readonly attempts: number;
  /** The first wait is up to this, each further one up to twice the one before. Default 200. */
  readonly baseMs?: number;
  /** No wait of our own is longer. Default 5,000. */
  readonly maxMs?: number;
  /**
   * Whether this failure may be tried again: no, yes after our own wait, or yes after at least so many
   * milliseconds because the other side said so.
   */
  readonly again: (error: unknown) => boolean | { readonly afterMs: number };
  /** `performance.now()` when the caller gives up: a wait that would end later is not begun. */
  readonly deadlineAt?: number;
  /** From 0 to 1, given so that a test can fix it. */
  readonly random?: () => number;
}

/**
 * Tries until it succeeds, with exponential waits and full jitter, so that callers that failed together do
 * not come back together.
 *
 * @param signal ends a wait at once
 * @throws what the last attempt threw, or the signal's reason
 */
export async function retry<Result>(
  run: (attempt: number) => Promise<Result>,
  policy: RetryPolicy,
  signal: AbortSignal,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    signal.throwIfAborted();
    try {
      return await run(attempt);
    } catch (error) {
      const again = !signal.aborted && attempt < policy.attempts && policy.again(error);
      if (again === false) throw error;
      const waitMs = backoff(attempt, policy) + (again === true ? 0 : again.afterMs);
      if (performance.now() + waitMs >= (policy.deadlineAt ?? Number.POSITIVE_INFINITY)) throw error;
      await pause(waitMs, signal);
    }
  }
}

function backoff(
  attempt: number,
  { baseMs = 200, maxMs = 5_000, random = Math.random }: RetryPolicy,
): number {
  return random() * Math.min(maxMs, baseMs * 2 ** (attempt - 1));
}
