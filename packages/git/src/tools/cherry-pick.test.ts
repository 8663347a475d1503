import { expect, it } from 'vitest';
import { connectGit } from '../test-support.ts';

it('copies a commit, or lists the conflicts', async () => {
  const { ok, commit, git } = await connectGit();
  commit('base', { f: 'base\n' });
  git('checkout', '-q', '-b', 'side');
  commit('good', { g: 'x\n' });
  commit('bad', { f: 'side\n' });
  git('checkout', '-q', 'main');
  commit('main', { f: 'main\n' });
  expect((await ok('cherry_pick', { revision: 'side~1' })).structured).toMatchObject({ done: true });
  expect(git('log', '-1', '--format=%s')).toBe('good');
  expect((await ok('cherry_pick', { revision: 'side' })).structured).toMatchObject({
    done: false,
    conflicts: ['f'],
  });
  expect(git('status', '--porcelain')).toBe('');
});
