import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectGit } from '../test-support.ts';

it('lists a folder at a revision, or all below it', async () => {
  const { ok, commit, repo } = await connectGit();
  symlinkSync('a', join(repo, 'link'));
  commit('one', { a: '1\n', 'src/b.ts': '22\n', 'src/deep/c "q"\n.ts': '1\n' });
  commit('two', { d: '1\n' });
  const at = { revision: 'HEAD~1' };
  expect((await ok('list_files', at)).structured).toEqual({
    entries: [
      { path: 'a', kind: 'file', size: 2 },
      { path: 'link', kind: 'symlink', size: 1 },
      { path: 'src', kind: 'directory' },
    ],
  });
  expect((await ok('list_files', { ...at, path: 'src', recursive: true })).structured.entries).toMatchObject([
    { path: 'src/b.ts' },
    { path: 'src/deep/c "q"\n.ts' },
  ]);
});

it('pages', async () => {
  const { ok, refused, commit } = await connectGit();
  commit('one', Object.fromEntries(Array.from({ length: 507 }, (_, index) => [`f${1000 + index}`, 'x'])));
  const first = await ok('list_files', {});
  const second = await ok('list_files', { cursor: first.structured.nextCursor });
  expect(second.structured).toMatchObject({
    entries: Array.from({ length: 7 }, (_, index) => ({ path: `f${1500 + index}` })),
  });
  expect(await refused('list_files', { revision: 'none' })).toBe('not_found');
});
