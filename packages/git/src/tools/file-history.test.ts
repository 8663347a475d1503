import { expect, it } from 'vitest';
import { connectGit } from '../test-support.ts';

it('follows a file through its renames, in pages', async () => {
  const { ok, refused, commit, git } = await connectGit();
  const text = 'a line that is long enough\n'.repeat(9);
  commit('first', { 'old\tname': text });
  commit('other', { x: '1' });
  git('mv', 'old\tname', 'new');
  commit('renamed');
  commit('changed', { new: `${text}more\n` });
  const { structured } = await ok('file_history', { path: 'new' });
  expect(structured.commits).toMatchObject([
    { subject: 'changed', path: 'new', added: 1, deleted: 0 },
    { subject: 'renamed', path: 'new', from: 'old\tname' },
    { subject: 'first', path: 'old\tname', added: 9 },
  ]);
  const first = await ok('file_history', { path: 'new', max_count: 2 });
  const second = await ok('file_history', { path: 'new', max_count: 2, cursor: first.structured.nextCursor });
  expect(second.structured.commits).toMatchObject([{ subject: 'first' }]);
  expect(await refused('file_history', { path: '../x' })).toBe('outside_roots');
});
