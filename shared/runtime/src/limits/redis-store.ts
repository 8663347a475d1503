import { createHash } from 'node:crypto';
import { type RedisConnection, redisScript } from '../redis/connection.ts';
import type { LimitStore } from './types.ts';

/** The connection, and which keys are ours. */
export interface RedisLimitStoreOptions {
  /** Shared with others and closed by whoever made it. */
  readonly redis: RedisConnection;
  /** Put before every key. Default `portolan:limit:`. */
  readonly prefix?: string;
}

// KEYS are the buckets; ARGV holds for each: how many limits, then calls and windowMs of each limit.
// A bucket is a list of the times of its latest calls, as long as its largest limit.
const takeScript = redisScript(`
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local wait = 0
local at = 1
local kept = {}
for i, key in ipairs(KEYS) do
  local count = tonumber(ARGV[at])
  at = at + 1
  local most, longest = 0, 0
  for _ = 1, count do
    local calls, window = tonumber(ARGV[at]), tonumber(ARGV[at + 1])
    at = at + 2
    most = math.max(most, calls)
    longest = math.max(longest, window)
    local nth = redis.call('LINDEX', key, -calls)
    if nth then wait = math.max(wait, tonumber(nth) + window - now) end
  end
  kept[i] = { most, longest }
end
if wait > 0 then return wait end
for i, key in ipairs(KEYS) do
  redis.call('RPUSH', key, now)
  redis.call('LTRIM', key, -kept[i][1], -1)
  redis.call('PEXPIRE', key, kept[i][2])
end
return 0
`);

/**
 * Counts in Redis or Valkey with the same sliding window as the memory store: exact over all processes,
 * one atomic round trip a call, by the server's clock. Keys expire with their longest window.
 */
export function createRedisLimitStore(options: RedisLimitStoreOptions): LimitStore {
  const prefix = options.prefix ?? 'portolan:limit:';
  return {
    async take(callerId, buckets) {
      const used = buckets.filter((bucket) => bucket.limits.length > 0);
      if (used.length === 0) return { allowed: true };
      // The braces keep the buckets of one caller in one slot of a cluster.
      const keys = used.map((bucket) => `${prefix}{${digest(callerId)}}:${bucket.name}`);
      const args = used.flatMap(({ limits }) => [
        limits.length,
        ...limits.flatMap(({ calls, windowMs }) => [calls, windowMs]),
      ]);
      const waitMs = await options.redis.script(takeScript, keys, args);
      if (typeof waitMs !== 'number')
        throw new Error('The limit script answered something else than a number.');
      return waitMs > 0 ? { allowed: false, retryAfterMs: waitMs } : { allowed: true };
    },
    async close() {},
  };
}

/** A caller's id can be long and personal; the key needs only to be unique. */
const digest = (callerId: string) => createHash('sha256').update(callerId).digest('base64url').slice(0, 32);
