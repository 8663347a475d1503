import { CallLog } from './call-log.ts';
import type { Bucket, Limit, LimitDecision, LimitStore } from './types.ts';

/** Bounds of the store. */
export interface MemoryStoreOptions {
  /** How many counts are kept; over it the one quiet for longest is forgotten. Default 10,000. */
  readonly maxKeys?: number;
}

interface Entry {
  readonly log: CallLog;
  readonly longestMs: number;
}

/**
 * Counts in this process with a sliding window: no window of any limit ever holds more than its calls.
 * A refused call is not counted.
 */
export function createMemoryLimitStore(options: MemoryStoreOptions = {}): LimitStore & {
  readonly size: number;
} {
  const maxKeys = options.maxKeys ?? 10_000;
  // Ordered by the last call: the first key is the one quiet for longest.
  const entries = new Map<string, Entry>();

  const entryOf = (key: string, limits: readonly Limit[]): Entry =>
    entries.get(key) ?? {
      log: new CallLog(Math.max(...limits.map((limit) => limit.calls))),
      longestMs: Math.max(...limits.map((limit) => limit.windowMs)),
    };

  const touch = (key: string, entry: Entry) => {
    entries.delete(key);
    entries.set(key, entry);
  };

  const sweep = (now: number) => {
    for (const [key, entry] of entries) {
      const idle = now - (entry.log.latest(1) ?? Number.NEGATIVE_INFINITY) >= entry.longestMs;
      if (!idle && entries.size <= maxKeys) return;
      entries.delete(key);
    }
  };

  return {
    get size() {
      return entries.size;
    },
    async take(callerId, buckets, nowMs = performance.now()) {
      const used = buckets
        .filter((bucket) => bucket.limits.length > 0)
        .map((bucket) => {
          const key = `${callerId}\0${bucket.name}`;
          return { bucket, key, entry: entryOf(key, bucket.limits) };
        });
      const waitMs = Math.max(0, ...used.map(({ bucket, entry }) => wait(bucket, entry.log, nowMs)));
      if (waitMs > 0) return { allowed: false, retryAfterMs: Math.ceil(waitMs) };
      for (const { key, entry } of used) {
        entry.log.add(nowMs);
        touch(key, entry);
      }
      sweep(nowMs);
      return allowed;
    },
    async close() {
      entries.clear();
    },
  };
}

const allowed: LimitDecision = { allowed: true };

/** A window is full while its n-th latest call is still inside it. */
function wait(bucket: Bucket, log: CallLog, now: number): number {
  return Math.max(
    0,
    ...bucket.limits.map(({ calls, windowMs }) => {
      const nth = log.latest(calls);
      return nth === undefined ? 0 : nth + windowMs - now;
    }),
  );
}
