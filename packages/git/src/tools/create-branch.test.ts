import { expect, it } from 'vitest';
import { connectGit } from '../test-support.ts';

it('creates a branch, never moves one, and takes no option for a name', async () => {
  const { ok, refused, commit, git } = await connectGit();
  const first = commit('one');
  commit('two');
  const { structured } = await ok('create_branch', { branch_name: 'feature/ü-1', base_branch: 'HEAD~1' });
  expect(structured).toEqual({ branch: 'feature/ü-1', commit: first });
  expect(await refused('create_branch', { branch_name: 'main' })).toBe('already_exists');
  for (const branch_name of [
    '-D',
    '--delete',
    'a..b',
    'a b',
    'x.lock',
    '/x',
    'x/',
    'HEAD',
    '@',
    'a\0b',
    'x~1',
    '.x',
    '',
  ]) {
    expect([branch_name, await refused('create_branch', { branch_name })]).toEqual([
      branch_name,
      'invalid_arguments',
    ]);
  }
  expect(git('branch', '--format=%(refname:short)').split('\n')).toEqual(['feature/ü-1', 'main']);
});
