import { expect, it } from 'vitest';
import { connectGit } from '../test-support.ts';

it('sets changes aside and brings them back', async () => {
  const { ok, refused, commit, git, put } = await connectGit();
  commit('one', { a: '1\n' });
  expect(await refused('stash', { action: 'push' })).toBe('conflict');
  put('a', '2\n');
  put('new', 'x\n');
  await ok('stash', { action: 'push', untracked: true, message: 'mine' });
  expect(git('status', '--porcelain')).toBe('');
  await ok('stash', { action: 'apply' });
  expect(git('status', '--porcelain')).toBe(' M a\n?? new');
  expect(git('stash', 'list')).toContain('mine');
  expect(await refused('stash', { action: 'apply', index: 7 })).toBe('not_found');
});
