import { expect, it } from 'vitest';
import { commandMeant } from './names.ts';

it.each([
  ['docter', 'doctor'],
  ['Tools', 'tools'],
  ['tols', 'tools'],
  ['instal', 'install'],
  ['help', '--help'],
  ['version', '--version'],
  ['data', undefined],
  ['./tols', undefined],
  ['postgres://a@b/c', undefined],
  [undefined, undefined],
])('takes %j for %j', (word, meant) => {
  expect(commandMeant(word)).toBe(meant);
});
