import { expect, it } from 'vitest';
import { connectGit } from '../test-support.ts';

it('says where HEAD was', async () => {
  const { ok, refused, commit, git } = await connectGit();
  const first = commit('one');
  commit('two');
  git('reset', '-q', '--hard', first);
  const { structured } = await ok('reflog', { max_count: 2 });
  expect(structured.entries).toMatchObject([
    { commit: first, action: expect.stringContaining('reset') },
    { action: 'commit: two' },
  ]);
  const rest = await ok('reflog', { max_count: 2, cursor: structured.nextCursor });
  expect(rest.structured.entries).toMatchObject([{ action: 'commit (initial): one' }]);
  expect(await refused('reflog', { ref: '--expire=now' })).toBe('invalid_arguments');
});
