import { expect, it } from 'vitest';
import { connectGit } from '../test-support.ts';

it('names the nearest tag, or the id alone', async () => {
  const { ok, commit, git } = await connectGit();
  const first = commit('one');
  expect((await ok('describe')).structured).toEqual({ commit: first, description: first.slice(0, 7) });
  git('tag', 'v1-2');
  commit('two');
  expect((await ok('describe')).structured).toMatchObject({ tag: 'v1-2', distance: 1 });
});
