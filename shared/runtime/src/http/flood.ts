import type { FloodLimit } from './types.ts';

/** Callers remembered at once; the one not seen for longest is forgotten first. */
const maxKeys = 10_000;

interface Bucket {
  tokens: number;
  atMs: number;
}

/**
 * Takes one request from a key's token bucket.
 *
 * @returns 0 when it may pass, else milliseconds until one may
 */
export type TakeRequest = (key: string) => number;

/** A token bucket for each caller, in memory: the last defence, far above the rate limits on calls. */
export function createFlood(limit: FloodLimit, now: () => number = () => performance.now()): TakeRequest {
  const buckets = new Map<string, Bucket>();
  return (key) => {
    const nowMs = now();
    const bucket = buckets.get(key) ?? { tokens: limit.burst, atMs: nowMs };
    bucket.tokens = Math.min(limit.burst, bucket.tokens + ((nowMs - bucket.atMs) * limit.perSecond) / 1_000);
    bucket.atMs = nowMs;
    buckets.delete(key);
    buckets.set(key, bucket);
    const [oldest] = buckets.size > maxKeys ? buckets.keys() : [];
    if (oldest !== undefined) buckets.delete(oldest);
    if (bucket.tokens < 1) return Math.ceil(((1 - bucket.tokens) / limit.perSecond) * 1_000);
    bucket.tokens -= 1;
    return 0;
  };
}
