import { RE2JS } from 're2js';
import { expect, it } from 'vitest';
import { safeLineLength } from './backtracking-cost.ts';
import { createLineMatcher } from './line-matcher.ts';
import { parsePattern } from './parse-pattern.ts';
import { forRe2 } from './write-pattern.ts';

let seed = 5;
const pick = <Item>(from: readonly [Item, ...Item[]]): Item => {
  seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff;
  return from[(seed >> 8) % from.length] ?? from[0];
};
const atoms = [
  'a',
  'beta',
  '.',
  '\\w',
  '\\W',
  '\\d',
  '\\s',
  '\\S',
  '[a-f]',
  '[^a-z]',
  '\\p{L}',
  '\\P{Lu}',
  'é',
  's',
  'ß',
  '(?:a|é)',
  '(?:a*)',
  '(?:|b)',
] as const;
const places = ['\\b', '\\B', '^', '$'] as const;
const signs = ['', '', '*', '+', '?', '{2}', '{1,3}', '+?', '*?'] as const;
const pieces = [
  'a',
  'b',
  'alpha',
  'beta',
  'S',
  'K',
  's',
  'ſ',
  'é',
  'É',
  'ß',
  ' ',
  '_',
  '4',
  '=',
  '\u{1F600}',
  '日',
  '\u212A',
] as const;
const counts = [1, 2, 3, 4] as const;
const series = (make: () => string): string => Array.from({ length: pick(counts) }, make).join('');

it('finds with the built-in engine what the linear engine finds', async () => {
  let native = 0;
  for (let round = 0; round < 1_500; round += 1) {
    const source = series(() => (pick(counts) === 1 ? pick(places) : pick(atoms) + pick(signs)));
    const ignoreCase = pick([true, false]);
    const parsed = parsePattern(source, ignoreCase);
    if (safeLineLength(parsed.pattern) > 100) native += 1;
    const matcher = await createLineMatcher(parsed);
    const linear = RE2JS.compile(forRe2(parsed.pattern), ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
    for (let tries = 0; tries < 10; tries += 1) {
      const line = series(() => pick(pieces));
      const found = linear.matcher(line);
      expect({ source, ignoreCase, line, at: matcher.find(line) }).toEqual({
        source,
        ignoreCase,
        line,
        at: found.find() ? found.start() : -1,
      });
    }
  }
  expect(native).toBeGreaterThan(500);
});
