import { expect, it } from 'vitest';
import { connectGit } from '../test-support.ts';

it('lists what a stash holds, drops that one, and keeps it', async () => {
  const { ok, refused, commit, git, put } = await connectGit({ argv: ['--yes'] });
  commit('one', { a: '1\n', b: '1\n' });
  for (const name of ['a', 'b']) {
    put(name, 'changed\n');
    git('stash', 'push', '-q', '-m', name);
  }
  const dropped = git('rev-parse', 'stash@{1}');
  expect((await ok('drop_stash', { index: 1 })).structured).toMatchObject({
    done: false,
    files: ['a'],
    totalFiles: 1,
  });
  expect(git('stash', 'list').split('\n')).toHaveLength(2);
  const { structured } = await ok('drop_stash', { index: 1, preview: false });
  expect(git('stash', 'list')).toMatch(/^stash@\{0\}: On main: b$/);
  expect(git('rev-parse', String(structured.backup))).toBe(dropped);
  expect(await refused('drop_stash', { index: 1, preview: false })).toBe('not_found');
});
