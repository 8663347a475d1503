import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMemoryLimitStore } from './memory-store.ts';

const limitArbitrary = fc.record({
  calls: fc.integer({ min: 1, max: 20 }),
  windowMs: fc.integer({ min: 1, max: 500 }),
});

test('no window of any limit ever holds more than its calls, and no call is refused needlessly', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(limitArbitrary, { minLength: 1, maxLength: 3 }),
      fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 120 }),
      async (limits, gaps) => {
        const store = createMemoryLimitStore();
        const taken: number[] = [];
        let now = 0;
        for (const gap of gaps) {
          now += gap;
          const room = limits.every(
            ({ calls, windowMs }) => taken.filter((time) => time > now - windowMs).length < calls,
          );
          const decision = await store.take('caller', [{ name: '', limits }], now);
          expect(decision.allowed).toBe(room);
          if (decision.allowed) taken.push(now);
        }
      },
    ),
  );
});

test('says to the millisecond when the next call is allowed', async () => {
  const store = createMemoryLimitStore();
  const buckets = [{ name: '', limits: [{ calls: 2, windowMs: 100 }] }];
  await store.take('a', buckets, 0);
  await store.take('a', buckets, 30);
  expect(await store.take('a', buckets, 40)).toEqual({ allowed: false, retryAfterMs: 60 });
  expect(await store.take('a', buckets, 99)).toEqual({ allowed: false, retryAfterMs: 1 });
  expect(await store.take('a', buckets, 100)).toEqual({ allowed: true });
  expect(await store.take('a', buckets, 100)).toEqual({ allowed: false, retryAfterMs: 30 });
});

test('forgets idle callers, and over the bound the one quiet for longest', async () => {
  const store = createMemoryLimitStore({ maxKeys: 3 });
  const buckets = [{ name: '', limits: [{ calls: 1, windowMs: 1_000 }] }];
  for (const [index, caller] of ['a', 'b', 'c', 'd'].entries()) await store.take(caller, buckets, index);
  expect(store.size).toBe(3);
  expect(await store.take('b', buckets, 10)).toMatchObject({ allowed: false });
  expect(await store.take('a', buckets, 10)).toEqual({ allowed: true });
  await store.take('e', buckets, 5_000);
  expect(store.size).toBe(1);
});

test('a large limit keeps exact count past every growth of its log', async () => {
  const store = createMemoryLimitStore();
  const buckets = [{ name: '', limits: [{ calls: 1_001, windowMs: 10_000 }] }];
  for (let call = 0; call < 1_001; call++) {
    expect(await store.take('a', buckets, call)).toEqual({ allowed: true });
  }
  expect(await store.take('a', buckets, 1_001)).toEqual({ allowed: false, retryAfterMs: 8_999 });
  expect(await store.take('a', buckets, 10_000)).toEqual({ allowed: true });
});
