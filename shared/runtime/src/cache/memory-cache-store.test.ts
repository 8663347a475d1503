import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMemoryCacheStore } from './memory-cache-store.ts';

test('over the count the entry used longest ago goes first', async () => {
  const store = createMemoryCacheStore({ maxEntries: 2 });
  await store.set('a', '1', 1_000);
  await store.set('b', '2', 1_000);
  await store.get('a');
  await store.set('c', '3', 1_000);
  expect([await store.get('a'), await store.get('b'), await store.get('c')]).toEqual(['1', undefined, '3']);
});

test('its bytes are bounded, and a value over the bound empties nothing', async () => {
  const store = createMemoryCacheStore({ maxBytes: 10 });
  await store.set('a', '1234', 1_000);
  await store.set('b', '1234', 1_000);
  await store.set('c', '\u00e9'.repeat(5), 1_000);
  expect([await store.get('a'), await store.get('b'), await store.get('c')]).toEqual([
    '1234',
    '1234',
    undefined,
  ]);
  await store.set('d', '12345', 1_000);
  expect(await store.get('a')).toBeUndefined();
});

test('an entry is gone at its time, to the millisecond', async () => {
  let now = 0;
  const store = createMemoryCacheStore({ now: () => now });
  await store.set('a', '1', 100);
  now = 99;
  expect(await store.get('a')).toBe('1');
  now = 100;
  expect(await store.get('a')).toBeUndefined();
  expect(store.bytes).toBe(0);
});

test('after any use its books are right', async () => {
  const action = fc.record({
    kind: fc.constantFrom('set', 'get', 'delete'),
    key: fc.constantFrom('a', 'bb', 'ccc'),
    value: fc.string({ maxLength: 8 }),
    ttl: fc.integer({ min: -1, max: 5 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 60 }), async (actions) => {
      let now = 0;
      const store = createMemoryCacheStore({ maxBytes: 16, maxEntries: 2, now: () => now });
      const model = new Map<string, { value: string; expires: number }>();
      for (const { kind, key, value, ttl } of actions) {
        now += 1;
        if (kind === 'set') {
          await store.set(key, value, ttl);
          model.set(key, { value, expires: now + ttl });
        } else if (kind === 'delete') {
          await store.delete(key);
          model.delete(key);
        } else {
          const known = model.get(key);
          expect([undefined, known && known.expires > now ? known.value : undefined]).toContain(
            await store.get(key),
          );
        }
        expect(store.bytes).toBeLessThanOrEqual(16);
        expect(store.entries).toBeLessThanOrEqual(2);
      }
      for (const key of ['a', 'bb', 'ccc']) await store.delete(key);
      expect([store.bytes, store.entries]).toEqual([0, 0]);
    }),
  );
});
