import { expect, it } from 'vitest';
import { sandbox } from '../../test-support.ts';
import { candidatesOf } from './candidates.ts';
import { literalPattern } from './parse-pattern.ts';

const pattern = literalPattern('needle', false);

it('chooses the files that hold a text', async () => {
  const box = sandbox();
  box.put('a/hay', 'hay\n');
  box.put('a/found', 'a needle\n');
  await using candidates = candidatesOf(box.root, pattern, {});
  expect(candidates.isPending).toBe(true);
  await candidates.choose();
  expect(candidates.isPending).toBe(false);
  expect(['a/hay', 'a/found'].map((path) => candidates.found?.has(path))).toEqual([false, true]);
});

it('makes no choice that was given up', async () => {
  const box = sandbox();
  box.put('found', 'a needle\n');
  await using candidates = candidatesOf(box.root, pattern, {});
  candidates.begin();
  candidates.giveUp();
  await candidates.choose();
  expect(candidates.isPending).toBe(false);
  expect(candidates.found).toBeUndefined();
});

it('makes no choice of more files than it may hold', async () => {
  const box = sandbox();
  for (let n = 0; n < 8_192; n += 1) box.put(`found-${n}`, 'a needle\n');
  await using most = candidatesOf(box.root, pattern, {});
  await most.choose();
  expect(most.found?.has('found-8191')).toBe(true);
  box.put('one-more', 'a needle\n');
  await using more = candidatesOf(box.root, pattern, {});
  await more.choose();
  expect(more.found).toBeUndefined();
  await using unsure = candidatesOf(box.root, pattern, { include: ['**/one-*'] });
  await unsure.choose();
  expect([most, more, unsure].map(({ isPlenty }) => isPlenty)).toEqual([false, true, false]);
});

it.each([
  [{}, true],
  [{ include: ['*.ts', 'README.md'], exclude: ['node_modules'] }, true],
  [{ include: ['src/*.ts'] }, false],
  [{ exclude: ['{a,b}'] }, false],
])('says of %j whether ripgrep leaves out the same files: %s', async (globs, expected) => {
  await using candidates = candidatesOf(sandbox().root, pattern, globs);
  expect(candidates.knowsGlobs).toBe(expected);
});
