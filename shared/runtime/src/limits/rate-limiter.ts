import { fail } from '../errors/tool-error.ts';
import type { Logger } from '../telemetry/logger.ts';
import { createMemoryLimitStore } from './memory-store.ts';
import type { Bucket, Limit, LimitDecision, LimitStore, OnStoreFailure, RateLimiter } from './types.ts';

/** The limits, and where calls are counted. */
export interface RateLimiterOptions {
  /** What each caller may do over all tools. Empty is no limit. */
  readonly limits: readonly Limit[];
  /** Further limits of single tools, by the name under which they are called; each is counted for each caller. */
  readonly perTool?: Readonly<Record<string, readonly Limit[]>>;
  /** Where calls are counted. Default: in this process. */
  readonly store?: LimitStore;
  /** Default `closed`. */
  readonly onStoreFailure?: OnStoreFailure;
  readonly log: Logger;
}

/** Makes the limiter. It owns the store and closes it. */
export function createRateLimiter(options: RateLimiterOptions): RateLimiter {
  const ofAll: Bucket = { name: '', limits: options.limits };
  const alone = [ofAll];
  const perTool = new Map(
    Object.entries(options.perTool ?? {}).map(([name, limits]) => [name, [ofAll, { name, limits }]]),
  );
  const store = options.store ?? createMemoryLimitStore();
  const guarded = guard(store, options.onStoreFailure ?? 'closed', options.log);
  return {
    take(callerId, tool) {
      const buckets = perTool.get(tool) ?? alone;
      return buckets.every(({ limits }) => limits.length === 0) ? unlimited : guarded(callerId, buckets);
    },
    close: () => store.close(),
  };
}

const unlimited: Promise<LimitDecision> = Promise.resolve({ allowed: true });

/** Gives the configured answer while the store fails, and logs an outage and its end once each. */
function guard(store: LimitStore, onFailure: OnStoreFailure, log: Logger) {
  const local = createMemoryLimitStore();
  let out = false;
  return async (callerId: string, buckets: readonly Bucket[]): Promise<LimitDecision> => {
    try {
      const decision = await store.take(callerId, buckets);
      if (out) log.info('The rate limit store answers again.');
      out = false;
      return decision;
    } catch (error) {
      if (!out) log.error(outage[onFailure], { reason: error instanceof Error ? error.message : 'unknown' });
      out = true;
      if (onFailure === 'local') return await local.take(callerId, buckets);
      return fail('unavailable', 'The shared rate limit store does not answer, so the call was refused.', {
        retryAfterMs: 1_000,
        cause: error,
      });
    }
  };
}

const outage = {
  closed: 'The rate limit store does not answer: calls are refused until it does.',
  local: 'The rate limit store does not answer: calls are counted in this process until it does.',
} as const satisfies Record<OnStoreFailure, string>;
