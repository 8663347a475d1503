/** How many calls in how long a window. */
export interface Limit {
  readonly calls: number;
  readonly windowMs: number;
}

/** Whether a call may run, and otherwise when to come back, milliseconds. */
export type LimitDecision =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly retryAfterMs: number };

/** One count of a caller's calls and the limits it must stay inside. */
export interface Bucket {
  /** Empty for all calls of the caller, else the tool whose calls are counted. */
  readonly name: string;
  readonly limits: readonly Limit[];
}

/** Counts the calls of callers. */
export interface LimitStore {
  /**
   * Takes one call from every limit of every bucket, or from none: all or nothing, atomically.
   *
   * @param callerId whose buckets they are
   * @param nowMs the clock, given so that a test can move it; a shared store uses its own clock
   */
  take(callerId: string, buckets: readonly Bucket[], nowMs?: number): Promise<LimitDecision>;
  close(): Promise<void>;
}

/** What happens when the shared store does not answer: refuse every call, or count in this process. */
export type OnStoreFailure = 'closed' | 'local';

/** Holds callers to their limits. */
export interface RateLimiter {
  /**
   * Counts one call of a caller to a tool against the caller's limits and the tool's own.
   *
   * @throws ToolError `unavailable` when the shared store is gone and the answer to that is `closed`
   */
  take(callerId: string, tool: string): Promise<LimitDecision>;
  close(): Promise<void>;
}
