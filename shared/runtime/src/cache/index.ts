export { type CacheOptions, createCache } from './cache.ts';
export { createIdleMap, type IdleMap, type IdleMapOptions } from './idle-map.ts';
export { createMemoryCacheStore, type MemoryCacheOptions } from './memory-cache-store.ts';
export { createRedisCacheStore, type RedisCacheOptions } from './redis-cache-store.ts';
export type { Cache, CacheStore } from './types.ts';
