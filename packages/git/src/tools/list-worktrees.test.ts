import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectGit } from '../test-support.ts';

it('lists work trees inside the folders and only counts the others', async () => {
  const { ok, commit, git, repo, outside } = await connectGit();
  const id = commit('one');
  git('worktree', 'add', '-q', '-b', 'in', join(repo, 'in'));
  git('worktree', 'add', '-q', '-b', 'out', join(outside, 'out'));
  expect((await ok('list_worktrees')).structured).toEqual({
    worktrees: [
      { path: repo, commit: id, branch: 'main' },
      { path: join(repo, 'in'), commit: id, branch: 'in' },
    ],
    outside: 1,
  });
});
