import { expect, it } from 'vitest';
import { connectGit } from '../test-support.ts';

it('lists what was set aside', async () => {
  const { ok, commit, git, put } = await connectGit();
  commit('one', { a: '1\n' });
  expect((await ok('list_stashes')).structured).toEqual({ stashes: [], truncated: false });
  for (const name of ['first', 'second']) {
    put('a', `${name}\n`);
    git('stash', 'push', '-q', '-m', name);
  }
  expect((await ok('list_stashes')).structured.stashes).toMatchObject([
    { index: 0, message: 'On main: second' },
    { index: 1, message: 'On main: first' },
  ]);
});
