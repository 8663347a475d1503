import { expect, it } from 'vitest';
import { connectGit } from '../test-support.ts';

it('says what only that branch has, then deletes it and keeps its commits', async () => {
  const { ok, refused, commit, git } = await connectGit({ argv: ['--yes'] });
  commit('one');
  git('checkout', '-q', '-b', 'side');
  const tip = commit('two');
  git('checkout', '-q', 'main');
  expect((await ok('delete_branch', { branch_name: 'side' })).structured).toMatchObject({
    done: false,
    commits: 1,
  });
  const { structured } = await ok('delete_branch', { branch_name: 'side', preview: false });
  expect(git('rev-parse', String(structured.backup))).toBe(tip);
  expect(git('branch', '--format=%(refname:short)')).toBe('main');
  expect(await refused('delete_branch', { branch_name: 'side' })).toBe('not_found');
  expect(await refused('delete_branch', { branch_name: 'main', preview: false })).toBe('conflict');
  // Nothing was lost, so nothing is kept.
  expect(git('for-each-ref', '--format=%(refname)', 'refs/portolan')).toBe(structured.backup);
});
