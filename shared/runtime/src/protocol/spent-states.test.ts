import { afterEach, describe, expect, test, vi } from 'vitest';
import { startRedis } from '../../../testing/src/services/redis.ts';
import { createRedisConnection } from '../redis/connection.ts';
import { createMemorySpentStates, createRedisSpentStates, type SpentStates } from './spent-states.ts';

const oneOf = async (states: SpentStates, id: string) => [await states.spend(id), await states.spend(id)];

describe('in memory', () => {
  afterEach(() => vi.useRealTimers());

  test('a state is spent once', async () => {
    const states = createMemorySpentStates(1_000);
    expect(await oneOf(states, 'a')).toEqual([true, false]);
    expect(await oneOf(states, 'b')).toEqual([true, false]);
  });

  test('a state is forgotten when it is no longer valid', async () => {
    vi.useFakeTimers();
    const states = createMemorySpentStates(1_000);
    expect(await states.spend('a')).toBe(true);
    vi.advanceTimersByTime(999);
    expect(await states.spend('a')).toBe(false);
    vi.advanceTimersByTime(1);
    expect(await states.spend('a')).toBe(true);
  });

  test('no more than a bounded number is remembered', async () => {
    const states = createMemorySpentStates(60_000);
    for (let count = 0; count <= 100_000; count++) await states.spend(String(count));
    expect(await states.spend('100000')).toBe(false);
    expect(await states.spend('0')).toBe(true);
  });
});

test('in Redis a state is spent once over all processes', async () => {
  const server = await startRedis();
  const [one, two] = [0, 1].map(() => createRedisConnection({ url: server.url }));
  if (!one || !two) throw new Error('no connections');
  const spent = await Promise.all(
    [one, two, one, two].map((redis) =>
      createRedisSpentStates({ redis, ttlMs: 60_000, onFailure: 'closed' }).spend('a'),
    ),
  );
  expect(spent.filter(Boolean)).toHaveLength(1);
  await one.close();
  await two.close();
  await server.kill();
});

test('what was spent in one process while Redis was gone is spent there when it is back', async () => {
  const server = await startRedis();
  const redis = createRedisConnection({ url: server.url });
  const local = createRedisSpentStates({ redis, ttlMs: 60_000, onFailure: 'local' });
  const closed = createRedisSpentStates({ redis, ttlMs: 60_000, onFailure: 'closed' });
  expect(await oneOf(local, 'a')).toEqual([true, false]);
  await server.kill();
  expect(await oneOf(local, 'b')).toEqual([true, false]);
  await expect(closed.spend('c')).rejects.toMatchObject({ code: 'unavailable' });
  await server.restart();
  await expect.poll(() => redis.command('PING', []).catch(String)).toBe('PONG');
  expect(await oneOf(local, 'b')).toEqual([false, false]);
  expect(await oneOf(closed, 'c')).toEqual([true, false]);
  await redis.close();
  await server.kill();
});
