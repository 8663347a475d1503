import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { startRedis, type TestRedis } from '../../../testing/src/services/redis.ts';
import { createRedisConnection, type RedisConnection } from '../redis/connection.ts';
import { createLogger } from '../telemetry/logger.ts';
import { createCache } from './cache.ts';
import { createMemoryCacheStore } from './memory-cache-store.ts';
import { createRedisCacheStore } from './redis-cache-store.ts';
import type { CacheStore } from './types.ts';

let server: TestRedis;
let redis: RedisConnection;
beforeAll(async () => {
  server = await startRedis();
  redis = createRedisConnection({ url: server.url, connectTimeoutMs: 2_000, commandTimeoutMs: 2_000 });
});
afterAll(async () => {
  await redis.close();
  await server.kill();
});

const schema = z.object({ n: z.number(), text: z.string().optional() }).nullable();
const none = new AbortController().signal;
let made = 0;
const makers: Record<string, () => CacheStore> = {
  memory: () => createMemoryCacheStore(),
  redis: () => createRedisCacheStore({ redis, prefix: `test-${made++}:` }),
};

function recording() {
  const lines: string[] = [];
  return { lines, log: createLogger('info', (line) => lines.push(JSON.parse(line).message)) };
}

describe.each(Object.entries(makers))('cache over the %s store', (_kind, makeStore) => {
  const make = () => createCache({ store: makeStore(), schema, maxValueBytes: 1_000, log: recording().log });

  test('gives back what was set, null included, and forgets what was deleted', async () => {
    const cache = make();
    expect(await cache.get('k')).toBeUndefined();
    await cache.set('k', { n: 1, text: 'h\u00e9\ud83d\ude00' }, 10_000);
    await cache.set('null', null, 10_000);
    expect(await cache.get('k')).toEqual({ n: 1, text: 'h\u00e9\ud83d\ude00' });
    expect(await cache.get('null')).toBeNull();
    await cache.delete('k');
    expect(await cache.get('k')).toBeUndefined();
    await cache.close();
  });

  test('a value lives as long as it may', async () => {
    const cache = make();
    await cache.set('k', { n: 1 }, 1_500);
    await cache.set('none', { n: 1 }, 0);
    expect(await cache.get('k')).toEqual({ n: 1 });
    expect(await cache.get('none')).toBeUndefined();
    await sleep(1_550);
    expect(await cache.get('k')).toBeUndefined();
  });

  test('a value over the bound is answered and not kept, nor is the one before it', async () => {
    const cache = make();
    await cache.set('k', { n: 1 }, 10_000);
    await cache.set('k', { n: 2, text: 'x'.repeat(2_000) }, 10_000);
    expect(await cache.get('k')).toBeUndefined();
    const big = await cache.getOrLoad('big', 10_000, async () => ({ n: 3, text: 'x'.repeat(2_000) }), none);
    expect(big?.n).toBe(3);
    expect(await cache.get('big')).toBeUndefined();
  });

  test('what one caller does to a value no other sees', async () => {
    const cache = make();
    const mine = { n: 1 };
    await cache.set('k', mine, 10_000);
    mine.n = 2;
    const first = await cache.get('k');
    if (first) first.n = 3;
    expect(await cache.get('k')).toEqual({ n: 1 });
  });

  test('many who ask at once cause one load; later ones none', async () => {
    const cache = make();
    const load = vi.fn(async () => {
      await sleep(30);
      return { n: 7 };
    });
    const ask = () => cache.getOrLoad('k', 10_000, load, none);
    expect(await Promise.all(Array.from({ length: 20 }, ask))).toEqual(
      Array.from({ length: 20 }, () => ({ n: 7 })),
    );
    expect(await ask()).toEqual({ n: 7 });
    expect(load).toHaveBeenCalledTimes(1);
  });

  test('a failed load fails all who wait and is not kept', async () => {
    const cache = make();
    const fails = async () => {
      await sleep(10);
      throw new Error('upstream');
    };
    const asked = await Promise.allSettled([1, 2].map(() => cache.getOrLoad('k', 10_000, fails, none)));
    expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await cache.getOrLoad('k', 10_000, async () => ({ n: 1 }), none)).toEqual({ n: 1 });
  });

  test('a caller who aborts leaves at once; the load aborts with the last', async () => {
    const cache = make();
    const stopped = vi.fn();
    const started = Promise.withResolvers<void>();
    const load = (signal: AbortSignal) =>
      new Promise<never>((_, reject) => {
        started.resolve();
        signal.addEventListener('abort', () => {
          stopped();
          reject(signal.reason);
        });
      });
    const [first, second] = [new AbortController(), new AbortController()];
    const asked = [first, second].map(({ signal }) => cache.getOrLoad('k', 10_000, load, signal));
    const outcomes = Promise.allSettled(asked);
    await started.promise;
    first.abort(new Error('first'));
    await expect(asked[0]).rejects.toThrow('first');
    expect(stopped).not.toHaveBeenCalled();
    second.abort(new Error('second'));
    await outcomes;
    expect(stopped).toHaveBeenCalledTimes(1);
    expect(await cache.getOrLoad('k', 10_000, async () => ({ n: 1 }), none)).toEqual({ n: 1 });
    await expect(cache.getOrLoad('k', 1, load, AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
  });

  test('a load that began before a delete is not kept', async () => {
    const cache = make();
    const started = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<void>();
    const asked = cache.getOrLoad(
      'k',
      10_000,
      async () => {
        started.resolve();
        await finish.promise;
        return { n: 1 };
      },
      none,
    );
    await started.promise;
    await cache.delete('k');
    finish.resolve();
    expect(await asked).toEqual({ n: 1 });
    expect(await cache.get('k')).toBeUndefined();
  });
});

test('a kept value of another form is a miss', async () => {
  const store = createMemoryCacheStore();
  const cache = createCache({ store, schema, log: recording().log });
  for (const text of ['{"n":"1"}', '{', '']) {
    await store.set('k', text, 10_000);
    expect(await cache.get('k')).toBeUndefined();
  }
});

test('keys in Redis hold nothing of what was asked', async () => {
  const cache = createCache({
    store: createRedisCacheStore({ redis, prefix: 'mine:' }),
    schema,
    log: recording().log,
  });
  await cache.set('https://example.com/?token=hunter2', { n: 1 }, 10_000);
  expect(await redis.command('KEYS', ['mine:*'])).toEqual([expect.stringMatching(/^mine:[\w-]{43}$/)]);
});

test('with Redis gone everything is a miss, said once, until it is back', async () => {
  const { lines, log } = recording();
  const cache = createCache({ store: createRedisCacheStore({ redis, prefix: 'out:' }), schema, log });
  await cache.set('k', { n: 1 }, 60_000);
  await server.kill();
  expect(await cache.get('k')).toBeUndefined();
  await cache.set('k', { n: 2 }, 60_000);
  await cache.delete('k');
  expect(await cache.getOrLoad('k', 60_000, async () => ({ n: 3 }), none)).toEqual({ n: 3 });
  expect(lines).toEqual(['The cache does not answer: everything is loaded anew until it does.']);
  await server.restart();
  await vi.waitFor(
    async () => {
      await cache.set('k', { n: 4 }, 60_000);
      expect(await cache.get('k')).toEqual({ n: 4 });
    },
    { timeout: 60_000 },
  );
  expect(lines.at(-1)).toBe('The cache answers again.');
});
