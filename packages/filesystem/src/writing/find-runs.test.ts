import { expect, it } from 'vitest';
import { stepsOf } from '../test-steps.ts';
import { findRuns, unitsOf } from './find-runs.ts';

const find = (text: string, pattern: string, limit = 100) =>
  Array.from(findRuns(unitsOf(text), unitsOf(pattern), limit));

it.each([
  ['abcabc', 'abc', [0, 3]],
  ['aaaa', 'aa', [0, 1, 2]],
  ['abababc', 'ababc', [2]],
  ['aabaaabaaac', 'aabaaac', [4]],
  ['abc', 'abcd', []],
  ['abc', 'x', []],
  ['', 'a', []],
  ['abc', '', []],
])('in %j finds %j at %j', (text, pattern, expected) => {
  expect(find(text, pattern)).toEqual(expected);
});

it('agrees with indexOf on random texts', () => {
  const random = (length: number) =>
    Array.from({ length }, () => 'ab'[Math.floor(Math.random() * 2)]).join('');
  for (let round = 0; round < 300; round++) {
    const text = random(60);
    const pattern = random(1 + Math.floor(Math.random() * 6));
    const expected: number[] = [];
    for (let at = text.indexOf(pattern); at !== -1; at = text.indexOf(pattern, at + 1)) expected.push(at);
    expect(find(text, pattern), `${pattern} in ${text}`).toEqual(expected);
  }
});

it('stops at the limit', () => {
  expect(find('aaaa', 'a', 2)).toEqual([0, 1]);
});

it.each([`${'a'.repeat(2_000)}b`, `b${'a'.repeat(2_000)}`])(
  'takes a few steps for each unit, also of texts made to be slow (%#)',
  async (pattern) => {
    const text = 'a'.repeat(20_000);
    const steps = await stepsOf(() => expect(find(text, pattern)).toEqual([]));
    expect(steps / (text.length + pattern.length)).toBeLessThan(10);
  },
);
