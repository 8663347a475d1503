import { expect, it } from 'vitest';
import { findRuns, unitsOf } from './find-runs.ts';

const find = (text: string, pattern: string, limit = 100) => findRuns(unitsOf(text), unitsOf(pattern), limit);

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

it('is not slowed down by texts made for it', () => {
  const text = 'a'.repeat(4_000_000);
  for (const pattern of [`${'a'.repeat(400_000)}b`, `b${'a'.repeat(400_000)}`]) {
    const begin = performance.now();
    expect(find(text, pattern)).toEqual([]);
    expect(performance.now() - begin).toBeLessThan(2_000);
  }
});
