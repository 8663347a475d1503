import { expect, it } from 'vitest';
import { connectGit } from '../test-support.ts';

it('says what a branch has that another has not', async () => {
  const { ok, commit, git } = await connectGit();
  const base = commit('base', { a: '1\n' });
  git('checkout', '-q', '-b', 'side');
  commit('side', { b: '1\n' });
  git('checkout', '-q', 'main');
  commit('more', { c: '1\n' });
  const { structured } = await ok('compare', { base: 'main', head: 'side' });
  expect(structured).toMatchObject({
    mergeBase: base,
    ahead: 1,
    behind: 1,
    commits: [{ subject: 'side' }],
    files: [{ path: 'b', status: 'A' }],
    totalFiles: 1,
  });
});

it('compares histories that have nothing in common', async () => {
  const { ok, refused, commit, git } = await connectGit();
  commit('one', { a: '1\n' });
  git('checkout', '-q', '--orphan', 'other');
  commit('two', { b: '1\n' });
  const { structured } = await ok('compare', { base: 'main', head: 'other' });
  expect(structured).toMatchObject({ ahead: 1, behind: 1 });
  expect(structured).not.toHaveProperty('mergeBase');
  expect(await refused('compare', { base: 'none' })).toBe('not_found');
  expect(await refused('compare', { base: 'main..other' })).toBe('invalid_arguments');
});
