import { rmSync } from 'node:fs';
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

it('says of one that its folder is gone, until it is forgotten', async () => {
  const { ok, commit, git, repo } = await connectGit({ argv: ['--yes'] });
  const id = commit('one');
  const path = join(repo, 'in');
  git('worktree', 'add', '-q', '-b', 'in', path);
  rmSync(path, { recursive: true });
  const listed = async () => (await ok('list_worktrees')).structured.worktrees;
  expect(await listed()).toEqual([
    { path: repo, commit: id, branch: 'main' },
    { path, commit: id, branch: 'in', gone: true },
  ]);
  await ok('remove_worktree', { worktree_path: path, preview: false });
  expect(await listed()).toHaveLength(1);
});
