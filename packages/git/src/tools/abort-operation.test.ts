import { expect, it } from 'vitest';
import { connectGit } from '../test-support.ts';

it('gives up a merge after saying what it loses', async () => {
  const { ok, refused, commit, git } = await connectGit({ argv: ['--yes'] });
  expect(await refused('abort_operation')).toBe('conflict');
  commit('base', { f: 'base\n' });
  git('checkout', '-q', '-b', 'side');
  commit('side', { f: 'side\n' });
  git('checkout', '-q', 'main');
  commit('main', { f: 'main\n' });
  await ok('merge', { revision: 'side', keep_conflicts: true });
  expect((await ok('abort_operation')).structured).toMatchObject({ done: false, files: ['f'] });
  expect((await ok('abort_operation', { preview: false })).structured).toMatchObject({ done: true });
  expect(git('status', '--porcelain')).toBe('');
});
