import { createHash } from 'node:crypto';
import type { RedisConnection } from '../redis/connection.ts';
import type { CacheStore } from './types.ts';

/** Where values are kept, and under which names. */
export interface RedisCacheOptions {
  /** Shared with others and closed by whoever made it. */
  readonly redis: RedisConnection;
  /** Put before every key. Default `portolan:cache:`. */
  readonly prefix?: string;
}

/** Keeps values in Redis or Valkey for all processes; each expires by its time to live. */
export function createRedisCacheStore(options: RedisCacheOptions): CacheStore {
  const { redis, prefix = 'portolan:cache:' } = options;
  // A key can be long and hold what others who read the server must not see.
  const name = (key: string) => `${prefix}${createHash('sha256').update(key).digest('base64url')}`;
  return {
    async get(key) {
      const value = await redis.command('GET', [name(key)]);
      return typeof value === 'string' ? value : undefined;
    },
    async set(key, value, ttlMs) {
      if (ttlMs <= 0) await redis.command('DEL', [name(key)]);
      else await redis.command('SET', [name(key), value, 'PX', Math.ceil(ttlMs)]);
    },
    async delete(key) {
      await redis.command('DEL', [name(key)]);
    },
    async close() {},
  };
}
