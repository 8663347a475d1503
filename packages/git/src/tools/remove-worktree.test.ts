import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectGit } from '../test-support.ts';

async function withWorktree() {
  const box = await connectGit({ argv: ['--yes'], folders: ({ base }) => [base] });
  box.commit('one', { a: '1\n', '.gitignore': 'ignored\n' });
  const tree = join(box.base, 'tree');
  box.git('worktree', 'add', '-q', '--detach', tree);
  const remove = { repo_path: box.repo, worktree_path: tree };
  return { ...box, tree, remove };
}

it('says which ignored files go, then removes a clean work tree and keeps its commit', async () => {
  const { ok, refused, git, tree, remove } = await withWorktree();
  writeFileSync(join(tree, 'ignored'), 'x');
  expect((await ok('remove_worktree', remove)).structured).toMatchObject({ done: false, files: ['ignored'] });
  expect(existsSync(tree)).toBe(true);
  const { structured } = await ok('remove_worktree', { ...remove, preview: false });
  expect(existsSync(tree)).toBe(false);
  expect(git('worktree', 'list')).not.toContain('tree ');
  expect(git('rev-parse', String(structured.backup))).toBe(git('rev-parse', 'HEAD'));
  expect(await refused('remove_worktree', remove)).toBe('not_found');
});

it('removes none with uncommitted changes, and not the main one', async () => {
  const { refused, tree, remove, repo } = await withWorktree();
  writeFileSync(join(tree, 'new'), 'x');
  expect(await refused('remove_worktree', { ...remove, preview: false })).toBe('conflict');
  expect(existsSync(join(tree, 'new'))).toBe(true);
  expect(await refused('remove_worktree', { ...remove, worktree_path: repo, preview: false })).toBe(
    'not_found',
  );
  expect(await refused('remove_worktree', { ...remove, repo_path: tree, preview: false })).toBe('conflict');
});

it('forgets one whose folder is gone', async () => {
  const { ok, git, tree, remove } = await withWorktree();
  rmSync(tree, { recursive: true });
  await ok('remove_worktree', { ...remove, preview: false });
  expect(git('worktree', 'list').split('\n')).toHaveLength(1);
});

it('touches none outside of the folders served', async () => {
  const box = await connectGit({ argv: ['--yes'] });
  box.commit('one');
  const tree = join(box.outside, 'tree');
  box.git('worktree', 'add', '-q', '--detach', tree);
  expect(await box.refused('remove_worktree', { worktree_path: tree, preview: false })).toBe('outside_roots');
  expect(existsSync(tree)).toBe(true);
});
