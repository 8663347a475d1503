import { expect, test } from 'vitest';
import { median } from './statistics.ts';

test('the median is the middle value whatever the order', () => {
  expect(median([10, 1, 3])).toBe(3);
  expect(median([100, 1, 3, 2])).toBe(2.5);
  expect(median([7])).toBe(7);
  expect(() => median([])).toThrow('no median');
});
