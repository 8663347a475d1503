import { expect, it } from 'vitest';
import { connectGit } from '../test-support.ts';

it('takes files out of the index and leaves them alone, also before the first commit', async () => {
  const { ok, commit, put, git } = await connectGit();
  put('a', 'kept\n');
  git('add', 'a');
  expect((await ok('unstage')).structured).toEqual({ staged: 0 });
  commit('one', { a: '1\n', b: '1\n' });
  put('a', '2\n');
  put('b', '2\n');
  git('add', '.');
  expect((await ok('unstage', { files: ['a'] })).structured).toEqual({ staged: 1 });
  expect(git('status', '--porcelain')).toBe(' M a\nM  b');
});
