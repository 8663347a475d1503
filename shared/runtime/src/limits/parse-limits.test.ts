import { expect, test } from 'vitest';
import { parseLimits } from './parse-limits.ts';

test('reads limits of every unit', () => {
  expect(parseLimits('60/min,1000/hour')).toEqual([
    { calls: 60, windowMs: 60_000 },
    { calls: 1_000, windowMs: 3_600_000 },
  ]);
  expect(parseLimits(' 5/s , 7/day ')).toEqual([
    { calls: 5, windowMs: 1_000 },
    { calls: 7, windowMs: 86_400_000 },
  ]);
  expect(parseLimits('1/sec')).toEqual([{ calls: 1, windowMs: 1_000 }]);
  expect(parseLimits('off')).toEqual([]);
});

test.each([
  '',
  '60',
  '60/week',
  '0/min',
  '-1/min',
  '1.5/min',
  '100001/min',
  '60/min,',
  '60 / min',
  '1e3/min',
  '9999999999/s',
])('refuses %j, naming the value and the rule', (value) => {
  const part = value.split(',').at(-1) ?? '';
  expect(() => parseLimits(value)).toThrow(`--rate-limit: "${part}" is not a limit: write CALLS/UNIT`);
});

test('refuses one window with two limits', () => {
  expect(() => parseLimits('60/min,30/min')).toThrow('--rate-limit: "60/min,30/min" names a window twice');
  expect(() => parseLimits('1/s,2/sec')).toThrow('names a window twice');
});

test('cuts a long value in the message', () => {
  expect(() => parseLimits('x'.repeat(10_000))).toThrow(/^--rate-limit: "x{64}" is not/);
});
