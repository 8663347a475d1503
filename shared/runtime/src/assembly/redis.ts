import type { RedisConnection } from '../redis/connection.ts';
import type { CommonSettings } from '../settings/every-server.ts';

/**
 * The one connection to Redis or Valkey that limits and caches share; undefined without `--redis`.
 *
 * @throws SettingsError for a bad URL
 */
export async function assembleRedis({ redis: url }: CommonSettings): Promise<RedisConnection | undefined> {
  if (url === undefined) return undefined;
  const { createRedisConnection } = await import('../redis/connection.ts');
  return createRedisConnection({ url });
}
