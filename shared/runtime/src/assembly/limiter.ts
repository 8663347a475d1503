import { parseLimits } from '../limits/parse-limits.ts';
import { createRateLimiter } from '../limits/rate-limiter.ts';
import type { RateLimiter } from '../limits/types.ts';
import { parseRedisUrl } from '../redis/redis-url.ts';
import type { CommonSettings } from '../settings/every-server.ts';
import { SettingsError } from '../settings/settings-error.ts';
import type { Logger } from '../telemetry/logger.ts';

/** @throws SettingsError when `--rate-limit` or `--redis` is not of the form */
export async function assembleLimiter(common: CommonSettings, log: Logger): Promise<RateLimiter> {
  if (common.redis !== undefined) parseRedisUrl(common.redis);
  const limits = common.rateLimit === 'off' ? [] : readLimits(common.rateLimit);
  if (limits.length === 0) return { take: async () => ({ allowed: true }), close: async () => {} };
  if (common.redis === undefined) return createRateLimiter({ limits, log });
  const { createRedisConnection } = await import('../redis/connection.ts');
  const { createRedisLimitStore } = await import('../limits/redis-store.ts');
  const redis = createRedisConnection({ url: common.redis });
  const store = createRedisLimitStore({ redis });
  const limiter = createRateLimiter({ limits, log, store, onStoreFailure: common.redisDown });
  return {
    take: limiter.take,
    async close() {
      await limiter.close();
      await redis.close();
    },
  };
}

function readLimits(value: string) {
  try {
    return parseLimits(value);
  } catch (cause) {
    throw new SettingsError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
