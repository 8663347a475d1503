import { expect, it } from 'vitest';
import { connectGit } from '../test-support.ts';

it('shows a commit with what it changed, the first and a merge too', async () => {
  const { ok, commit, git } = await connectGit();
  const first = commit('one\n\nwhy', { a: '1\n' });
  git('checkout', '-q', '-b', 'side');
  commit('side', { b: '1\n' });
  git('checkout', '-q', 'main');
  git('merge', '-q', '--no-ff', '-m', 'merged', 'side');
  expect((await ok('show', { revision: first })).structured).toMatchObject({
    commit: { subject: 'one', body: 'why', parents: [] },
    files: [{ path: 'a', status: 'A' }],
    patch: expect.stringContaining('+1\n'),
  });
  const merged = await ok('show');
  expect(merged.structured).toMatchObject({ commit: { subject: 'merged' }, files: [{ path: 'b' }] });
});

it('follows a tag to its commit, and refuses what is none', async () => {
  const { ok, refused, commit, git } = await connectGit();
  const id = commit('one', { a: '1\n' });
  git('tag', '-a', 'v1', '-m', 'first');
  expect((await ok('show', { revision: 'v1' })).structured).toMatchObject({ commit: { commit: id } });
  expect(await refused('show', { revision: git('rev-parse', 'HEAD:a') })).toBe('not_found');
  expect(await refused('show', { revision: 'HEAD:a' })).toBe('invalid_arguments');
  expect(await refused('show', { revision: '0'.repeat(40) })).toBe('not_found');
});
