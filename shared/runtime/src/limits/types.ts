/** How many calls in how long a window. */
export interface Limit {
  readonly calls: number;
  readonly windowMs: number;
}

export type LimitDecision =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly retryAfterMs: number };

export interface LimitStore {
  /**
   * Takes one call from every limit of a key, or from none: all or nothing, atomically.
   *
   * @param key caller, or caller and tool
   * @param nowMs the clock, given so that a test can move it; a shared store uses its own clock
   */
  take(key: string, limits: readonly Limit[], nowMs?: number): Promise<LimitDecision>;
  close(): Promise<void>;
}

export interface RateLimiter {
  /** Counts one call of a caller to a tool against the caller's limits and the tool's own. */
  take(callerId: string, tool: string): Promise<LimitDecision>;
  close(): Promise<void>;
}
