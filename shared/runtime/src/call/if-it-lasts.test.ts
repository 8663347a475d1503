import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { doesNotLast, ifItLasts } from './if-it-lasts.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('begins each once, 10 to 20 ms later, in their order', () => {
  const begun: string[] = [];
  const begin = (name: string) => ifItLasts({ begin: () => void begun.push(name) });
  begin('first');
  vi.advanceTimersByTime(5);
  begin('second');
  vi.advanceTimersByTime(5);
  begin('third');
  expect(begun).toEqual([]);
  vi.advanceTimersByTime(10);
  expect(begun).toEqual(['first', 'second']);
  vi.advanceTimersByTime(10);
  expect(begun).toEqual(['first', 'second', 'third']);
});

it('holds and begins nothing of what is over, in the first interval and in the next', () => {
  const begun: string[] = [];
  const begin = (name: string) => ifItLasts({ begin: () => void begun.push(name) });
  const early = begin('over early');
  begin('lasts');
  const late = begin('over late');
  doesNotLast(early);
  vi.advanceTimersByTime(12);
  const next = begin('over in the next');
  begin('lasts too');
  doesNotLast(late);
  doesNotLast(next);
  vi.advanceTimersByTime(40);
  expect(begun).toEqual(['lasts', 'lasts too']);
  // Numbers of intervals long past take nothing from the present one.
  begin('lasts as well');
  doesNotLast(early);
  doesNotLast(next);
  vi.advanceTimersByTime(40);
  expect(begun).toEqual(['lasts', 'lasts too', 'lasts as well']);
});

it('leaves no timer when there is nothing to begin', () => {
  ifItLasts({ begin: () => {} });
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(20);
  expect(vi.getTimerCount()).toBe(0);
});

it('begins what is handed on while others begin, and goes on after one that throws', () => {
  let begun = 0;
  const again = () => {
    begun += 1;
    if (begun < 3) ifItLasts({ begin: again });
  };
  ifItLasts({ begin: again });
  vi.advanceTimersByTime(60);
  expect(begun).toBe(3);
  ifItLasts({
    begin: () => {
      throw new Error('broken');
    },
  });
  vi.advanceTimersByTime(5);
  ifItLasts({ begin: again });
  expect(() => vi.advanceTimersByTime(20)).toThrow('broken');
  ifItLasts({ begin: again });
  vi.advanceTimersByTime(60);
  expect(begun).toBe(4);
});
