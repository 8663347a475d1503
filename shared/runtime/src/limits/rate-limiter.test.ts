import { afterEach, expect, test } from 'vitest';
import { startRedis, type TestRedis } from '../../../testing/src/services/redis.ts';
import { createRedisConnection } from '../redis/connection.ts';
import { createLogger } from '../telemetry/logger.ts';
import { createRateLimiter } from './rate-limiter.ts';
import { createRedisLimitStore } from './redis-store.ts';
import type { OnStoreFailure } from './types.ts';

const perMinute = (calls: number) => [{ calls, windowMs: 60_000 }];
const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function recording() {
  const lines: string[] = [];
  return { lines, log: createLogger('info', (line) => lines.push(JSON.parse(line).message)) };
}

async function onRedis(onStoreFailure: OnStoreFailure, calls: number, commandTimeoutMs = 2_000) {
  const server = await startRedis();
  const redis = createRedisConnection({ url: server.url, connectTimeoutMs: 2_000, commandTimeoutMs });
  const { lines, log } = recording();
  const limiter = createRateLimiter({
    limits: perMinute(calls),
    store: createRedisLimitStore({ redis }),
    onStoreFailure,
    log,
  });
  cleanups.push(() => server.kill(), redis.close, limiter.close);
  return { server, limiter, lines };
}

async function recovered(server: TestRedis, take: () => Promise<unknown>, lines: readonly string[]) {
  await server.restart();
  const said = async () => {
    await take().catch(() => undefined);
    return lines;
  };
  await expect.poll(said).toContain('The rate limit store answers again.');
}

test('the caller has limits over all tools and a tool has its own', async () => {
  const limiter = createRateLimiter({
    limits: perMinute(3),
    perTool: { search: perMinute(1) },
    log: recording().log,
  });
  expect(await limiter.take('a', 'search')).toEqual({ allowed: true });
  expect(await limiter.take('a', 'search')).toMatchObject({ allowed: false });
  expect(await limiter.take('a', 'read')).toEqual({ allowed: true });
  expect(await limiter.take('a', '__proto__')).toEqual({ allowed: true });
  expect(await limiter.take('a', 'read')).toMatchObject({ allowed: false });
  expect(await limiter.take('b', 'search')).toEqual({ allowed: true });
  await limiter.close();
});

test('closed: with Redis gone calls are refused as unavailable, said once, until it is back', async () => {
  const { server, limiter, lines } = await onRedis('closed', 1_000);
  const take = () => limiter.take('a', 'read');
  expect(await take()).toEqual({ allowed: true });
  await server.kill();
  for (let call = 0; call < 5; call++) {
    await expect(take()).rejects.toMatchObject({ code: 'unavailable', retryAfterMs: 1_000 });
  }
  expect(lines).toEqual(['The rate limit store does not answer: calls are refused until it does.']);
  await recovered(server, take, lines);
  expect(lines).toHaveLength(2);
  expect(await take()).toEqual({ allowed: true });
});

test('Redis killed with calls under way: every call is answered, and none is allowed over the limit', async () => {
  const { server, limiter, lines } = await onRedis('closed', 150);
  const decide = () =>
    limiter.take('a', 'read').then(
      ({ allowed }) => (allowed ? 'allowed' : 'over'),
      (error: { code?: string }) => error.code,
    );
  await decide();
  const calls = Array.from({ length: 100 }, decide);
  const killed = server.kill();
  calls.push(...Array.from({ length: 100 }, decide));
  const answers = await Promise.all(calls);
  await killed;
  answers.push(await decide());
  expect(answers.filter((answer) => answer === 'allowed').length).toBeLessThanOrEqual(149);
  expect(answers.every((answer) => ['allowed', 'over', 'unavailable'].includes(answer ?? ''))).toBe(true);
  expect(answers.at(-1)).toBe('unavailable');
  expect(lines.filter((line) => line.includes('calls are refused until it does'))).toHaveLength(1);
});

test('local: with Redis gone calls are counted here, said once, until it is back', async () => {
  const { server, limiter, lines } = await onRedis('local', 2);
  const take = () => limiter.take('a', 'read');
  expect([await take(), await take(), await take()].map((decision) => decision.allowed)).toEqual([
    true,
    true,
    false,
  ]);
  await server.kill();
  expect([await take(), await take(), await take()].map((decision) => decision.allowed)).toEqual([
    true,
    true,
    false,
  ]);
  expect(lines).toEqual([
    'The rate limit store does not answer: calls are counted in this process until it does.',
  ]);
  await recovered(server, take, lines);
});

test('a Redis that hangs costs one command timeout, then answers come at once', async () => {
  const { server, limiter } = await onRedis('closed', 1_000, 3_000);
  expect(await limiter.take('a', 'read')).toEqual({ allowed: true });
  server.pause();
  cleanups.push(async () => server.resume());
  await expect(limiter.take('a', 'read')).rejects.toMatchObject({ code: 'unavailable' });
  const from = performance.now();
  for (let call = 0; call < 10; call++) {
    await expect(limiter.take('a', 'read')).rejects.toMatchObject({ code: 'unavailable' });
  }
  // Half of what they took if each of them waited.
  expect(performance.now() - from).toBeLessThan(15_000);
});

test('a Redis that was never there: the first call waits no longer than the connect timeout', async () => {
  const redis = createRedisConnection({ url: 'redis://127.0.0.1:1', connectTimeoutMs: 500 });
  cleanups.push(redis.close);
  const limiter = createRateLimiter({
    limits: perMinute(1),
    store: createRedisLimitStore({ redis }),
    log: recording().log,
  });
  await expect(limiter.take('a', 'read')).rejects.toMatchObject({ code: 'unavailable' });
});
