import { expect, it } from 'vitest';
import { connectGit } from '../test-support.ts';

it('ends a merge and a rebase whose conflicts were resolved by file', async () => {
  const { ok, refused, diverge, git, put } = await connectGit();
  expect(await refused('continue_operation')).toBe('conflict');
  diverge();
  await ok('merge', { revision: 'side', keep_conflicts: true });
  expect((await ok('continue_operation')).structured).toMatchObject({ done: false, conflicts: ['f'] });
  put('f', 'both\n');
  await ok('add', { files: ['f'] });
  expect((await ok('continue_operation')).structured).toMatchObject({ done: true, inProgress: false });
  git('reset', '-q', '--hard', 'HEAD~1');
  await ok('rebase', { revision: 'side', keep_conflicts: true });
  put('f', 'rebased\n');
  await ok('add', { files: ['f'] });
  expect((await ok('continue_operation')).structured).toMatchObject({ done: true });
  expect(git('log', '--format=%s')).toBe('main\nside\nbase');
});
