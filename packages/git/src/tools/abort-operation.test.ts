import { expect, it } from 'vitest';
import { connectGit } from '../test-support.ts';

it('gives up a merge after saying what it loses', async () => {
  const { ok, refused, diverge, git } = await connectGit({ argv: ['--yes'] });
  expect(await refused('abort_operation')).toBe('conflict');
  diverge();
  await ok('merge', { revision: 'side', keep_conflicts: true });
  expect((await ok('abort_operation')).structured).toMatchObject({ done: false, files: ['f'] });
  expect((await ok('abort_operation', { preview: false })).structured).toMatchObject({ done: true });
  expect(git('status', '--porcelain')).toBe('');
});
