/** Where a cache keeps its values, as text. */
export interface CacheStore {
  get(key: string): Promise<string | undefined>;
  /** Keeps a value for at most this long; it can go earlier. */
  set(key: string, value: string, ttlMs: number): Promise<void>;
  delete(key: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * A cache for expensive reads. It never makes a call fail: a store that does not answer is a miss. A key
 * must name everything that the value depends on, whose credential it was read with included.
 */
export interface Cache<Value> {
  get(key: string): Promise<Value | undefined>;
  set(key: string, value: Value, ttlMs: number): Promise<void>;
  /**
   * The value, loaded at most once at a time in this process however many ask.
   *
   * @param load gets a signal that aborts once nobody waits any more; what it throws, all who wait get, and
   * nothing is kept
   * @param signal ends this caller's wait only
   */
  getOrLoad(
    key: string,
    ttlMs: number,
    load: (signal: AbortSignal) => Promise<Value>,
    signal: AbortSignal,
  ): Promise<Value>;
  /** Forgets a key; a load that began earlier is not kept either. */
  delete(key: string): Promise<void>;
  close(): Promise<void>;
}
