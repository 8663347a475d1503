import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createIdleMap } from './idle-map.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function kept(most: number) {
  const dropped: string[] = [];
  const map = createIdleMap<string>({ most, idleMs: 1_000, dropped: (value) => dropped.push(value) });
  return { map, dropped, use: (key: string) => map.use(key, () => `of ${key}`) };
}

test('a value is made once and used again', () => {
  const { map, use } = kept(2);
  expect(use('a')).toBe('of a');
  expect(map.use('a', () => 'another')).toBe('of a');
  expect([map.find('a'), map.find('b')]).toEqual(['of a', undefined]);
});

test('of ten thousand callers so many are kept as the bound says, those used last', () => {
  const { map, dropped, use } = kept(100);
  use('first');
  for (let count = 0; count < 10_000; count++) {
    use(`caller ${count}`);
    use('first');
  }
  expect(map.size).toBe(100);
  expect(dropped).toHaveLength(10_001 - 100);
  expect(dropped).not.toContain('of first');
});

test('what nobody uses goes by itself, and what is used stays', () => {
  const { map, dropped, use } = kept(10);
  use('a');
  vi.advanceTimersByTime(600);
  use('b');
  vi.advanceTimersByTime(600);
  expect(dropped).toEqual(['of a']);
  use('b');
  vi.advanceTimersByTime(900);
  expect(map.values()).toEqual(['of b']);
  vi.advanceTimersByTime(200);
  expect(map.size).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
});

test('what is kept goes at the end, with its timer', () => {
  const { map, dropped, use } = kept(10);
  use('a');
  map.clear();
  expect(dropped).toEqual(['of a']);
  expect(vi.getTimerCount()).toBe(0);
});
