import { expect, it } from 'vitest';
import { globSource } from './glob.ts';

const matches = (glob: string, path: string) => new RegExp(`^(?:${globSource(glob)})$`, 'u').test(path);

it.each([
  ['*.ts', 'a.ts', true],
  ['*.ts', 'b/a.ts', false],
  ['**/*.ts', 'a.ts', true],
  ['**/*.ts', 'b/c/a.ts', true],
  ['a/**', 'a/b/c', true],
  ['a?c', 'abc', true],
  ['a?c', 'a/c', false],
  ['[a-c].x', 'b.x', true],
  ['[!a-c].x', 'b.x', false],
  ['[!a-c].x', 'd.x', true],
  ['{a,b}.x', 'b.x', true],
  ['{a,{b,c}}.x', 'c.x', true],
  ['{open', '{open', true],
  ['close}', 'close}', true],
  ['a,b', 'a,b', true],
  ['[open', '[open', true],
  ['a+(b)|c^$', 'a+(b)|c^$', true],
  ['a-b', 'a-b', true],
])('%s on %s is %s', (glob, path, expected) => {
  expect(matches(glob, path)).toBe(expected);
});
