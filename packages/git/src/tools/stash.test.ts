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

it('brings a stash back and drops it, but keeps it where it conflicts', async () => {
  const { ok, commit, git, put } = await connectGit();
  commit('one', { a: '1\n' });
  put('a', 'mine\n');
  await ok('stash', { action: 'push' });
  const { structured } = await ok('stash', { action: 'pop' });
  expect(structured).toMatchObject({ conflicts: [] });
  expect(git('status', '--porcelain')).toBe(' M a');
  expect(git('stash', 'list')).toBe('');
  await ok('stash', { action: 'push' });
  commit('two', { a: 'theirs\n' });
  expect((await ok('stash', { action: 'pop' })).structured).toMatchObject({ conflicts: ['a'] });
  expect(git('stash', 'list')).toContain('stash@{0}');
});

it('overwrites no uncommitted change', async () => {
  const { ok, refused, commit, git, put } = await connectGit();
  commit('one', { a: '1\n' });
  put('a', 'set aside\n');
  await ok('stash', { action: 'push' });
  put('a', 'newer\n');
  expect(await refused('stash', { action: 'pop' })).toBe('conflict');
  expect(git('diff')).toContain('+newer');
  expect(git('stash', 'list')).toContain('stash@{0}');
});
