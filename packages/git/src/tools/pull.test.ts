import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectGit, runPlainGit } from '../test-support.ts';

it('fast-forwards only', async () => {
  const { ok, refused, commit, git, base } = await connectGit({
    argv: ['--remote-protocols', 'file'],
    folders: ({ base }) => [base],
  });
  commit('one', { a: '1\n' });
  const own = join(base, 'own');
  runPlainGit(base, ['clone', '-q', join(base, 'repo'), own]);
  const two = commit('two', { a: '2\n' });
  expect((await ok('pull', { repo_path: own })).structured).toMatchObject({ commit: two });
  runPlainGit(own, ['commit', '-q', '--allow-empty', '-m', 'mine']);
  git('commit', '-q', '--allow-empty', '-m', 'theirs');
  expect(await refused('pull', { repo_path: own })).toBe('conflict');
});
