import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startRedis, type TestRedis } from '../../../testing/src/services/redis.ts';
import { createRedisConnection, type RedisConnection } from '../redis/connection.ts';
import { createMemoryLimitStore } from './memory-store.ts';
import { createRedisLimitStore } from './redis-store.ts';
import type { Limit, LimitDecision, LimitStore } from './types.ts';

let server: TestRedis;
let connections: RedisConnection[];

beforeAll(async () => {
  server = await startRedis();
  connections = [1, 2, 3].map(() => createRedisConnection({ url: server.url }));
});
afterAll(async () => {
  await Promise.all(connections.map((connection) => connection.close()));
  await server.kill();
});

/** Three views of one count: three processes on one Redis, or one process alone. */
const makers: Record<string, () => readonly LimitStore[]> = {
  memory: () => {
    const store = createMemoryLimitStore();
    return [store, store, store];
  },
  redis: () => connections.map((redis) => createRedisLimitStore({ redis })),
};

/** How long a refused call is to wait, and a little more, milliseconds. */
function waitOf(decision: LimitDecision | undefined): number {
  if (decision === undefined || decision.allowed) throw new Error('The call was not refused.');
  return decision.retryAfterMs + 2;
}

const all = (...limits: readonly Limit[]) => [{ name: '', limits }];
let lastCaller = 0;

describe.each(Object.keys(makers))('%s limit store', (kind) => {
  const make = () => makers[kind]?.() ?? [];
  const caller = () => `${kind} caller ${lastCaller++}`;

  test('many at once through three views: exactly the limit is allowed', async () => {
    const id = caller();
    const stores = make();
    const decisions = await Promise.all(
      Array.from({ length: 40 }, () =>
        stores.map((store) => store.take(id, all({ calls: 50, windowMs: 60_000 }))),
      ).flat(),
    );
    expect(decisions).toHaveLength(120);
    expect(decisions.filter((decision) => decision.allowed)).toHaveLength(50);
  });

  test('the window slides: room comes back call by call', async () => {
    const id = caller();
    const [store] = make();
    const limits = all({ calls: 3, windowMs: 4_000 });
    const take = () => store?.take(id, limits);
    const allowed = { allowed: true };
    expect(await take()).toEqual(allowed);
    await sleep(1_800);
    expect([await take(), await take()]).toEqual([allowed, allowed]);
    await sleep(waitOf(await take()));
    expect(await take()).toEqual(allowed);
    expect(await take()).toMatchObject({ allowed: false });
  });

  test('a refused call says when, and the same call is allowed then', async () => {
    const id = caller();
    const [store] = make();
    const limits = all({ calls: 1, windowMs: 2_000 });
    await store?.take(id, limits);
    const waitMs = waitOf(await store?.take(id, limits));
    expect(waitMs).toBeGreaterThan(0);
    expect(waitMs).toBeLessThanOrEqual(2_002);
    await sleep(waitMs);
    expect(await store?.take(id, limits)).toEqual({ allowed: true });
  });

  test('all or nothing: a call refused by one bucket is counted in none', async () => {
    const id = caller();
    const [store] = make();
    const caps = { calls: 3, windowMs: 60_000 };
    const both = [...all(caps), { name: 'search', limits: [{ calls: 1, windowMs: 60_000 }] }];
    expect(await store?.take(id, both)).toEqual({ allowed: true });
    for (let call = 0; call < 5; call++)
      expect(await store?.take(id, both)).toMatchObject({ allowed: false });
    expect(await store?.take(id, all(caps))).toEqual({ allowed: true });
    expect(await store?.take(id, all(caps))).toEqual({ allowed: true });
    expect(await store?.take(id, all(caps))).toMatchObject({ allowed: false });
  });

  test('the shortest and the longest window both hold', async () => {
    const id = caller();
    const [store] = make();
    const limits = all({ calls: 2, windowMs: 2_000 }, { calls: 3, windowMs: 60_000 });
    const take = () => store?.take(id, limits);
    await take();
    await take();
    await sleep(waitOf(await take()));
    expect(await take()).toEqual({ allowed: true });
    expect(waitOf(await take())).toBeGreaterThan(20_000);
  });

  test('callers are apart, whatever their ids hold', async () => {
    const [store] = make();
    const limits = all({ calls: 1, windowMs: 60_000 });
    const id = caller();
    for (const own of [id, `${id}}`, `{${id}`, `${id}\0`, `${id}:search`, `${id}${'x'.repeat(5_000)}`]) {
      expect(await store?.take(own, limits)).toEqual({ allowed: true });
      expect(await store?.take(own, limits)).toMatchObject({ allowed: false });
    }
  });

  test('no limit is no count', async () => {
    const [store] = make();
    for (let call = 0; call < 10; call++)
      expect(await store?.take(caller(), all())).toEqual({ allowed: true });
  });
});

test('keys in Redis have the prefix, hold no caller id, are bounded and expire', async () => {
  const [redis] = connections;
  if (redis === undefined) throw new Error('There is no connection.');
  const store = createRedisLimitStore({ redis, prefix: 'mine:' });
  const limits = [{ calls: 2, windowMs: 3_000 }];
  for (let call = 0; call < 5; call++) await store.take('alice@example.com', [{ name: '', limits }]);
  const keys = JSON.parse(JSON.stringify(await redis.command('KEYS', ['mine:*'])));
  expect(keys).toEqual([expect.stringMatching(/^mine:\{[\w-]{32}\}:$/)]);
  expect(await redis.command('LLEN', keys)).toBe(2);
  await expect.poll(() => redis.command('KEYS', ['mine:*'])).toEqual([]);
});

test('three processes on one Redis: exactly the limit is allowed', async () => {
  const from = (module: string) => JSON.stringify(new URL(module, import.meta.url).href);
  const program = `
    import { createRedisConnection } from ${from('../redis/connection.ts')};
    import { createRedisLimitStore } from ${from('redis-store.ts')};
    const redis = createRedisConnection({ url: process.argv[1] });
    const store = createRedisLimitStore({ redis });
    const limits = [{ calls: 50, windowMs: 60_000 }];
    const take = () => store.take('processes', [{ name: '', limits }]);
    const decisions = await Promise.all(Array.from({ length: 40 }, take));
    process.stderr.write(String(decisions.filter(({ allowed }) => allowed).length));
    await redis.close();`;
  const run = promisify(execFile);
  const answers = await Promise.all(
    [1, 2, 3].map(() => run('node', ['--input-type=module', '-e', program, server.url])),
  );
  expect(answers.reduce((sum, { stderr }) => sum + Number(stderr), 0)).toBe(50);
});

test('the script survives SCRIPT FLUSH', async () => {
  const [redis] = connections;
  if (redis === undefined) throw new Error('There is no connection.');
  const store = createRedisLimitStore({ redis });
  const limits = [{ calls: 2, windowMs: 60_000 }];
  expect(await store.take('flush', [{ name: '', limits }])).toEqual({ allowed: true });
  await redis.command('SCRIPT', ['FLUSH']);
  expect(await store.take('flush', [{ name: '', limits }])).toEqual({ allowed: true });
  expect(await store.take('flush', [{ name: '', limits }])).toMatchObject({ allowed: false });
});
