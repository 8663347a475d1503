import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectGit } from '../test-support.ts';

it('goes to a branch or a commit', async () => {
  const { ok, refused, commit, git } = await connectGit();
  const first = commit('one', { a: '1\n' });
  git('branch', 'side');
  commit('two', { a: '2\n' });
  expect((await ok('checkout', { branch_name: 'side' })).structured).toEqual({ commit: first });
  expect((await ok('checkout', { branch_name: 'main~1', detach: true })).structured).toEqual({
    commit: first,
  });
  expect(await refused('checkout', { branch_name: 'none' })).toBe('not_found');
});

it('loses no work: changed, untracked and ignored files', async () => {
  const { refused, commit, git, put, repo } = await connectGit();
  commit('one', { a: '1\n', '.gitignore': 'ignored\n' });
  git('checkout', '-q', '-b', 'side');
  put('ignored', 'theirs\n');
  git('add', '-f', 'ignored');
  commit('two', { a: '2\n', untracked: 'theirs\n' });
  git('checkout', '-q', 'main');
  for (const [file, content] of [
    ['a', 'mine\n'],
    ['untracked', 'mine\n'],
    ['ignored', 'mine\n'],
  ] as const) {
    git('reset', '-q', '--hard');
    git('clean', '-q', '-fdx');
    put(file, content);
    expect([file, await refused('checkout', { branch_name: 'side' })]).toEqual([file, 'conflict']);
    expect(readFileSync(join(repo, file), 'utf8')).toBe('mine\n');
  }
  for (const branch_name of ['.', '-f', '--force', 'a']) {
    expect(['invalid_arguments', 'not_found']).toContain(await refused('checkout', { branch_name }));
  }
});
