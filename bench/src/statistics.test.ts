import { expect, test } from 'vitest';
import { median, medianInterval, ratioOfRounds } from './statistics.ts';

test('the median is the middle value whatever the order', () => {
  expect(median([10, 1, 3])).toBe(3);
  expect(median([100, 1, 3, 2])).toBe(2.5);
  expect(median([7])).toBe(7);
  expect(() => median([])).toThrow('no median');
});

test.each([
  [5, undefined],
  [6, [1, 6]],
  [9, [2, 8]],
  [10, [2, 9]],
  [21, [6, 16]],
  [25, [8, 18]],
])(
  'of %i samples the interval of the median lies between %o, as the tables of the sign test say',
  (count, ranks) => {
    const samples = Array.from({ length: count }, (_, index) => count - index);
    const interval = medianInterval(samples);
    expect(interval && [interval.low, interval.high]).toEqual(ranks);
  },
);

test('ratios are taken round by round', () => {
  expect(ratioOfRounds([2, 9, 8], [1, 3])).toEqual([2, 3]);
});
