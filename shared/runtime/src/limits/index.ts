export { createMemoryLimitStore } from './memory-store.ts';
export { defaultLimits, parseLimits } from './parse-limits.ts';
export { createRateLimiter, type RateLimiterOptions } from './rate-limiter.ts';
export { createRedisLimitStore } from './redis-store.ts';
export type { Bucket, Limit, LimitDecision, LimitStore, OnStoreFailure, RateLimiter } from './types.ts';
