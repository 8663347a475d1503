import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { connectTools } from './test-support.ts';

it('shows the folders of the command line', async () => {
  const { ok, root } = await connectTools();
  const { text, structured } = await ok('list_allowed_directories', {});
  expect(text).toBe(`Allowed directories:\n${root}`);
  expect(structured.directories).toEqual([root]);
});

it('shows what the client’s roots leave of them', async () => {
  const { ok, refused, put, root } = await connectTools({
    era: 'legacy',
    roots: (box) => {
      mkdirSync(join(box.root, 'work'), { recursive: true });
      return [pathToFileURL(join(box.root, 'work')).href, pathToFileURL(box.outside).href];
    },
  });
  expect((await ok('list_allowed_directories', {})).structured.directories).toEqual([join(root, 'work')]);
  expect(await refused('read_text_file', { path: put('a.txt') })).toBe('outside_roots');
  put('work/b.txt', 'mine');
  expect((await ok('read_text_file', { path: 'b.txt' })).text).toBe('mine');
});

it('never lets the client’s roots widen them', async () => {
  const { call, outside, putOutside } = await connectTools({
    era: 'legacy',
    roots: (box) => [pathToFileURL(box.outside).href],
  });
  const answer = await call('read_text_file', { path: putOutside('a.txt') });
  expect(answer.code).toBe('outside_roots');
  expect((await call('list_directory', { path: outside })).code).toBe('outside_roots');
});

it('keeps the operator’s folders when the client lists no folder', async () => {
  const { ok, root } = await connectTools({ era: 'legacy', roots: () => [] });
  expect((await ok('list_allowed_directories', {})).structured.directories).toEqual([root]);
});

it('uses the client’s roots when the operator named no folder, and without both says what to do', async () => {
  const byRoots = await connectTools({
    era: 'legacy',
    folders: [],
    roots: (box) => [pathToFileURL(box.root).href],
  });
  expect((await byRoots.ok('list_allowed_directories', {})).structured.directories).toEqual([byRoots.root]);
  const without = await connectTools({ folders: [] });
  const answer = await without.call('list_allowed_directories', {});
  expect(answer.code).toBe('outside_roots');
  expect(answer.text).toContain('portolan-filesystem /path/to/folder');
});
