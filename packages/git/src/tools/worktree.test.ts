import { existsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectGit } from '../test-support.ts';

it('adds a work tree inside the folders, and nowhere else', async () => {
  const { ok, refused, commit, base, repo, outside } = await connectGit();
  commit('one', { a: '1\n' });
  symlinkSync(outside, join(repo, 'link'));
  const add = { branch_name: 'side' };
  for (const path of ['../evil', `${outside}/evil`, 'link/evil', `${base}/evil`]) {
    expect([path, await refused('worktree', { ...add, worktree_path: path })]).toEqual([
      path,
      'outside_roots',
    ]);
  }
  expect(await refused('worktree', { ...add, worktree_path: '.git/evil' })).toBe('invalid_arguments');
  expect(await refused('worktree', { ...add, worktree_path: 'a' })).toBe('already_exists');
  expect(existsSync(join(outside, 'evil'))).toBe(false);
  const { structured } = await ok('worktree', { ...add, worktree_path: 'trees' });
  expect(structured).toMatchObject({ path: join(repo, 'trees'), branch: 'side' });
  expect((await ok('status', { repo_path: 'trees' })).structured).toMatchObject({ branch: 'side' });
});

it('adds one beside the repository where that folder is served too', async () => {
  const { ok, commit, base } = await connectGit({ folders: ({ base }) => [base] });
  commit('one');
  const args = { repo_path: 'repo', branch_name: 'side', worktree_path: '../beside' };
  expect((await ok('worktree', args)).structured).toMatchObject({ path: join(base, 'beside') });
});
