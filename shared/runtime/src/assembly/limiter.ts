import type { ServerModule } from '../definition/server.ts';
import { parseLimits } from '../limits/parse-limits.ts';
import { createRateLimiter } from '../limits/rate-limiter.ts';
import type { Limit, RateLimiter } from '../limits/types.ts';
import type { RedisConnection } from '../redis/connection.ts';
import type { CommonSettings } from '../settings/every-server.ts';
import { SettingsError } from '../settings/settings-error.ts';
import type { Logger } from '../telemetry/logger.ts';

/**
 * The limits of every caller and those of single tools, counted in this process or in Redis.
 *
 * @throws SettingsError when `--rate-limit` or `--tool-rate-limit` is not of the form
 */
export async function assembleLimiter(
  server: ServerModule,
  common: CommonSettings,
  redis: RedisConnection | undefined,
  log: Logger,
): Promise<RateLimiter> {
  const limits = parseLimits(common.rateLimit);
  const perTool = { ...declaredLimits(server), ...configuredLimits(server, common.toolRateLimit) };
  if (limits.length === 0 && Object.keys(perTool).length === 0) {
    return { take: async () => ({ allowed: true }), close: async () => {} };
  }
  if (redis === undefined) return createRateLimiter({ limits, perTool, log });
  const { createRedisLimitStore } = await import('../limits/redis-store.ts');
  // Counts of one length each: a server with lower limits would cut those of another short.
  const store = createRedisLimitStore({ redis, prefix: `portolan:limit:${server.name}:` });
  return createRateLimiter({ limits, perTool, log, store, onStoreFailure: common.redisDown });
}

type ToolLimits = Readonly<Record<string, readonly Limit[]>>;

const declaredLimits = ({ tools }: ServerModule): ToolLimits =>
  Object.fromEntries(
    tools.flatMap(({ name, rateLimit }) => (rateLimit === undefined ? [] : [[name, parseLimits(rateLimit)]])),
  );

function configuredLimits(server: ServerModule, entries: readonly string[]): ToolLimits {
  const limits: Record<string, readonly Limit[]> = {};
  for (const entry of entries) {
    const [name = '', value = ''] = entry.split('=');
    if (!server.tools.some((tool) => tool.name === name)) {
      throw new SettingsError(
        `--tool-rate-limit is "${entry}", but no tool is named "${name}"; write TOOL=N/UNIT.`,
      );
    }
    limits[name] = [...(limits[name] ?? []), ...parseLimits(value, '--tool-rate-limit')];
  }
  return limits;
}
