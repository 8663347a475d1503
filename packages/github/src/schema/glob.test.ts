import { expect, it } from 'vitest';
import { globOf } from './glob.ts';

it.each([
  ['src/a.ts', 'src/a.ts', true],
  ['src/a.ts', 'src/a_ts', false],
  ['*.ts', 'a.ts', true],
  ['*.ts', 'src/a.ts', false],
  ['src/*/x', 'src/a/x', true],
  ['src/*/x', 'src/a/b/x', false],
  ['**/*.ts', 'a.ts', true],
  ['**/*.ts', 'src/deep/a.ts', true],
  ['src/**', 'src/deep/a', true],
  ['a?c', 'abc', true],
  ['a?c', 'a/c', false],
  ['app/[id].tsx', 'app/[id].tsx', true],
  ['app/\\[id\\]/*', 'app/[id]/x', true],
  ['(b)+*', '(b)+c', true],
])('%s fits %s: %s', (pattern, path, fits) => {
  expect(globOf(pattern)(path)).toBe(fits);
});

it('takes no time over a pattern of wildcards, and refuses what it does not understand', () => {
  // Much work on this would not end within the limit of a test.
  expect(globOf(`${'*a'.repeat(50)}b`)('a'.repeat(4_000))).toBe(false);
  expect(() => globOf('{a,b}/*')).toThrow('not a glob that is understood');
});
