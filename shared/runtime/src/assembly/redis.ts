import type { Check } from '../definition/server.ts';
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

/**
 * Asks Redis for an answer, which takes three seconds at most: two to connect and one for the command.
 * Away it is a failure only where calls are refused then: a process that counts by itself still serves.
 */
export async function checkRedis(
  redis: RedisConnection | undefined,
  { redisDown }: CommonSettings,
): Promise<readonly Check[]> {
  if (redis === undefined) return [];
  try {
    await redis.command('PING', []);
    return [{ name: 'redis', ok: true, detail: `${redis.address} answers.` }];
  } catch (error) {
    const local = redisDown === 'local';
    const meanwhile = local ? 'limits are counted in this process' : 'calls under a limit are refused';
    const why = error instanceof Error ? error.message : String(error);
    return [{ name: 'redis', ok: local, detail: `It does not answer, so ${meanwhile}: ${why}.` }];
  }
}
