import { expect, it } from 'vitest';
import { connectGit } from '../test-support.ts';

it('undoes a commit with a new one, a merge by its mainline', async () => {
  const { ok, refused, commit, git } = await connectGit();
  commit('base', { f: 'base\n' });
  commit('change', { f: 'changed\n' });
  expect((await ok('revert', { revision: 'HEAD' })).structured).toMatchObject({ done: true });
  expect(git('show', 'HEAD:f')).toBe('base');
  git('checkout', '-q', '-b', 'side');
  commit('side', { g: 'x\n' });
  git('checkout', '-q', 'main');
  git('merge', '-q', '--no-ff', '-m', 'merged', 'side');
  expect(await refused('revert', { revision: 'HEAD' })).toBe('invalid_arguments');
  expect((await ok('revert', { revision: 'HEAD', mainline: 1 })).structured).toMatchObject({ done: true });
  expect(git('ls-files')).toBe('f');
});
