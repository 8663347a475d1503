import { execFileSync } from 'node:child_process';
import { existsSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectTools } from '../src/tools/test-support.ts';

const names = (files: unknown) =>
  Array.isArray(files) ? files.map(({ path }) => String(path).split('/').at(-1)) : [];

it('read_file takes tail', async () => {
  const { ok, put } = await connectTools();
  put('a.txt', 'one\ntwo\nthree\n');
  expect((await ok('read_file', { path: 'a.txt', tail: 1 })).text).toBe('three');
  expect((await ok('read_file', { path: 'a.txt', tail: 2 })).text).toBe('two\nthree');
});

it.each(['name', 'size'])('list_directory_with_sizes goes on by %s where it ended', async (sortBy) => {
  const { ok, put } = await connectTools();
  for (let size = 1; size <= 5; size += 1) put(`${9 - size}.txt`, 'x'.repeat(size));
  const rows: string[] = [];
  let cursor: unknown;
  do {
    const page = await ok('list_directory_with_sizes', {
      path: '.',
      sortBy,
      limit: 2,
      ...(typeof cursor === 'string' && { cursor }),
    });
    rows.push(...page.text.split('\n').filter((line) => line.startsWith('[FILE]')));
    cursor = page.structured.nextCursor;
  } while (cursor !== undefined);
  expect(rows.map((row) => row.slice(7, 8))).toEqual(['4', '5', '6', '7', '8']);
});

it('directory_tree leaves out what git ignores, and stops at a limit, when asked', async () => {
  const { ok, put } = await connectTools();
  put('.gitignore', 'built\n');
  put('built/out.js');
  put('kept.js');
  expect((await ok('directory_tree', { path: '.' })).text).toContain('out.js');
  const tidy = await ok('directory_tree', { path: '.', gitignore: true });
  expect(tidy.text).toContain('kept.js');
  expect(tidy.text).not.toContain('out.js');
  const cut = await ok('directory_tree', { path: '.', limit: 1 });
  expect(cut.structured).toMatchObject({ truncated: true });
  expect(JSON.parse(cut.text)).toHaveLength(1);
});

it('find_files takes sizes from and to, times before, and what to leave out', async () => {
  const { ok, put } = await connectTools();
  put('.gitignore', '*.tmp\n');
  put('1.txt', 'x');
  put('5.txt', 'xxxxx');
  put('9.tmp', 'xxxxxxxxx');
  utimesSync(put('old.txt', 'xxxxx'), 1_000_000_000, 1_000_000_000);
  const find = async (args: object) =>
    names((await ok('find_files', { path: '.', kind: 'file', name: '?*.t*', ...args })).structured.files);
  expect(await find({})).toEqual(['1.txt', '5.txt', '9.tmp', 'old.txt']);
  expect(await find({ minSize: 5 })).toEqual(['5.txt', '9.tmp', 'old.txt']);
  expect(await find({ minSize: 2, maxSize: 5 })).toEqual(['5.txt', 'old.txt']);
  expect(await find({ modifiedBefore: '2002-01-01T00:00:00Z' })).toEqual(['old.txt']);
  expect(await find({ gitignore: true })).toEqual(['1.txt', '5.txt', 'old.txt']);
  expect(await find({ excludePatterns: ['*.txt'] })).toEqual(['9.tmp']);
});

it('delete_file removes for good when told so', async () => {
  const { ok, refused, put } = await connectTools({ argv: ['--yes'] });
  const path = put('a.txt', 'x');
  await ok('delete_file', { path: 'a.txt', permanent: true });
  expect(existsSync(path)).toBe(false);
  expect(await refused('restore_file', { path: 'a.txt' })).toBe('not_found');
});

it('compare_files shows so many lines around a change', async () => {
  const { ok, put } = await connectTools();
  const lines = (middle: string) => ['1', '2', '3', middle, '5', '6', '7', ''].join('\n');
  put('a.txt', lines('a'));
  put('b.txt', lines('b'));
  const diff = async (context: number) =>
    String((await ok('compare_files', { before: 'a.txt', after: 'b.txt', context })).structured.diff);
  expect(await diff(0)).toContain('@@ -4,1 +4,1 @@');
  expect(await diff(0)).not.toContain('\n 3\n');
  expect(await diff(1)).toContain('\n 3\n-a\n+b\n 5\n');
  expect(await diff(1)).not.toContain('\n 2\n');
});

it('disk_usage lists folders to a depth, and no more of them than asked for', async () => {
  const { ok, put } = await connectTools();
  put('a/b/c.txt', 'x'.repeat(20_000));
  put('d/e.txt', 'x');
  const folders = async (args: object) =>
    names((await ok('disk_usage', { path: '.', ...args })).structured.folders).toSorted();
  expect(await folders({ depth: 0 })).toEqual([]);
  expect(await folders({})).toEqual(['a', 'd']);
  expect(await folders({ depth: 2 })).toEqual(['a', 'b', 'd']);
  const largest = await ok('disk_usage', { path: '.', limit: 1 });
  expect(names(largest.structured.folders)).toEqual(['a']);
  expect(largest.structured.truncated).toBe(true);
});

it('read_archive cuts an entry where it is told to', async () => {
  const { ok, put, root } = await connectTools();
  put('in/a.txt', 'one two three');
  execFileSync('tar', ['-cf', join(root, 'x.tar'), '-C', join(root, 'in'), 'a.txt']);
  const { structured, texts } = await ok('read_archive', { path: 'x.tar', entry: 'a.txt', maxBytes: 7 });
  expect(structured).toMatchObject({ content: 'one two', truncated: true });
  expect(texts[1]).toContain('go on with offset 7');
});

it('masks what the operator adds, and shows what the operator frees', async () => {
  const masked = await connectTools({ argv: ['--deny', '*.secret', '--allow', '.env.sample'] });
  for (const name of ['a.secret', '.env', '.env.sample']) masked.put(name, 'x');
  expect(await masked.refused('read_text_file', { path: 'a.secret' })).toBe('forbidden');
  expect(await masked.refused('read_text_file', { path: '.env' })).toBe('forbidden');
  expect((await masked.ok('read_text_file', { path: '.env.sample' })).text).toBe('x');
  const open = await connectTools({ argv: ['--allow-secrets', '--deny', '*.secret'] });
  for (const name of ['a.secret', '.env']) open.put(name, 'x');
  expect((await open.ok('read_text_file', { path: '.env' })).text).toBe('x');
  expect(await open.refused('read_text_file', { path: 'a.secret' })).toBe('forbidden');
});

it('follows no link where the operator says none', async () => {
  const { ok, refused, put, root } = await connectTools({ argv: ['--follow-symlinks', 'none'] });
  put('a.txt', 'x');
  symlinkSync('a.txt', join(root, 'link.txt'));
  expect((await ok('read_text_file', { path: 'a.txt' })).text).toBe('x');
  expect(await refused('read_text_file', { path: 'link.txt' })).toBe('forbidden');
});
