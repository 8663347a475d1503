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
    [one, two, one, two].map((redis) => createRedisSpentStates(redis, 60_000).spend('a')),
  );
  expect(spent.filter(Boolean)).toHaveLength(1);
  await one.close();
  await two.close();
  await server.kill();
});
