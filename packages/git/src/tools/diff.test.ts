import { readFileSync, statSync, symlinkSync, unlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectGit } from '../test-support.ts';

it('shows the work tree, the index and revisions', async () => {
  const { ok, commit, put, git } = await connectGit();
  const first = commit('one', { a: '1\n', b: '1\n' });
  commit('two', { a: '2\n' });
  put('a', '3\n');
  put('b', '2\n');
  git('add', 'b');
  const paths = async (args: Record<string, unknown>) => (await ok('diff', args)).structured.files;
  expect(await paths({})).toMatchObject([{ path: 'a', status: 'M', added: 1, deleted: 1 }]);
  expect(await paths({ staged: true })).toMatchObject([{ path: 'b' }]);
  expect(await paths({ target: 'HEAD' })).toMatchObject([{ path: 'a' }, { path: 'b' }]);
  expect(await paths({ base: first, target: 'HEAD' })).toMatchObject([{ path: 'a' }]);
  expect(await paths({ target: 'HEAD', paths: ['b'] })).toMatchObject([{ path: 'b' }]);
  expect((await ok('diff', { format: 'names' })).structured).toEqual({
    files: [{ path: 'a', status: 'M' }],
    total: 1,
  });
});

it('gives patches, also for the first commit that is not there yet', async () => {
  const { ok, put, git } = await connectGit();
  put('a "b"\tc', '1\n');
  git('add', '.');
  const { structured, text } = await ok('diff', { staged: true });
  expect(structured.patch).toContain('+1\n');
  expect(text).toContain('"path":"a \\"b\\"\\tc"');
});

it('pages by file, and keeps every answer small', async () => {
  const { ok, commit, put } = await connectGit();
  const names = Array.from({ length: 30 }, (_, index) => `f${String(index).padStart(2, '0')}`);
  commit('one', Object.fromEntries(names.map((name) => [name, 'x\n'])));
  for (const name of names) put(name, `"\\${name}"\n`.repeat(300));
  const seen: unknown[] = [];
  let cursor: unknown;
  do {
    const answer = await ok('diff', { ...(cursor !== undefined && { cursor }) });
    expect(answer.bytes).toBeLessThanOrEqual(65_536);
    const { files, patch } = answer.structured;
    const shown = Array.isArray(files) ? files.map(({ path }) => path) : [];
    expect(String(patch).match(/^diff --git/gm)).toHaveLength(shown.length);
    seen.push(...shown);
    cursor = answer.structured.nextCursor;
  } while (cursor !== undefined);
  expect(seen).toEqual(names);
});

it('goes on in the patch of one huge file', async () => {
  const { ok, commit, git, put } = await connectGit();
  commit('one', { huge: 'x\n', small: 'x\n' });
  put('huge', '\u0001"\\é\n'.repeat(20_000));
  put('small', 'y\n');
  const answer = await ok('diff');
  expect(answer.structured).toMatchObject({ cut: true, total: 2, files: [{ path: 'huge' }] });
  expect(answer.bytes).toBeLessThanOrEqual(65_536);
  expect(answer.text).toContain('More of this patch follows');
  let patch = String(answer.structured.patch);
  let next = answer.structured.nextCursor;
  while (next !== undefined) {
    const { structured, bytes } = await ok('diff', { cursor: next });
    expect(bytes).toBeLessThanOrEqual(65_536);
    patch += String(structured.patch);
    next = structured.nextCursor;
  }
  // Not compared by toBe, which would print all of it.
  expect(patch === `${git('diff', '--abbrev=40')}\n`).toBe(true);
});

it('shows the beginning of a huge patch, and no more of it than it needs', async () => {
  const { ok, commit, put } = await connectGit();
  commit('one', { huge: 'x\n' });
  put('huge', 'é'.repeat(4_500_000));
  const first = await ok('diff');
  expect(first.structured).toMatchObject({ cut: true, files: [{ path: 'huge' }] });
  const second = await ok('diff', { cursor: first.structured.nextCursor });
  expect(second.structured).toMatchObject({ cut: true, patch: expect.stringMatching(/^\+é+$/) });
  expect(second.bytes).toBeLessThanOrEqual(65_536);
});

it('marks binary files and follows renames', async () => {
  const { ok, commit, git, put } = await connectGit();
  commit('one', { 'bin.dat': Buffer.from([0, 1, 2]), 'old.txt': 'the same text\n'.repeat(9) });
  put('bin.dat', Buffer.from([0, 9]));
  git('mv', 'old.txt', 'new.txt');
  const { structured } = await ok('diff', { target: 'HEAD' });
  expect(structured.files).toEqual([
    { path: 'bin.dat', status: 'M' },
    { path: 'new.txt', status: 'R', from: 'old.txt', added: 0, deleted: 0 },
  ]);
});

it('shows files in conflict', async () => {
  const { ok, diverge, git } = await connectGit();
  diverge();
  expect(() => git('merge', 'side')).toThrow();
  const { structured } = await ok('diff');
  expect(structured).toMatchObject({ total: 1, files: [{ path: 'f' }] });
  expect(structured.patch).toContain('++<<<<<<<');
});

it('neither lists files that were only touched nor writes the index to note it', async () => {
  const { ok, commit, put, repo } = await connectGit();
  const binary = (last: number) => Buffer.from([0, 1, 2, last]);
  const files = { text: 'a\n', empty: '', same: binary(3), other: binary(3), mode: 'a\n' };
  commit('one', files);
  for (const name of Object.keys(files)) utimesSync(join(repo, name), 1, 1);
  put('other', binary(4));
  const index = join(repo, '.git/index');
  const before = { bytes: readFileSync(index), inode: statSync(index).ino };
  for (const format of ['patch', 'stat', 'names']) {
    const { structured } = await ok('diff', { format });
    expect(structured).toMatchObject({ total: 1, files: [{ path: 'other', status: 'M' }] });
  }
  expect((await ok('diff', { target: 'HEAD' })).structured).toMatchObject({ total: 1 });
  expect(readFileSync(index).equals(before.bytes)).toBe(true);
  expect(statSync(index).ino).toBe(before.inode);
});

it('gives the patches of each page to its files, also of those with two and with none', async () => {
  const { ok, commit, put, repo, git } = await connectGit();
  const names = ['a', 'b', 'c', 'd'];
  commit('base', Object.fromEntries(names.map((name) => [name, `${name}\n`])));
  git('checkout', '-q', '-b', 'side');
  commit('side', { c: 'side\n' });
  git('checkout', '-q', 'main');
  commit('main', { c: 'main\n' });
  expect(() => git('merge', 'side')).toThrow();
  unlinkSync(join(repo, 'a'));
  symlinkSync('b', join(repo, 'a'));
  for (const name of ['b', 'd']) put(name, `${name}: "\\"\n`.repeat(1_800));
  const seen: unknown[] = [];
  let patches = '';
  let cursor: unknown;
  do {
    const { structured } = await ok('diff', { ...(cursor !== undefined && { cursor }) });
    if (Array.isArray(structured.files)) seen.push(...structured.files.map(({ path }) => path));
    patches += structured.patch;
    cursor = structured.nextCursor;
  } while (cursor !== undefined);
  expect(seen).toEqual(names);
  const headers = [...patches.matchAll(/^diff .*$/gm)].map(([header]) => header);
  expect(headers).toEqual([
    'diff --git a/a b/a',
    'diff --git a/a b/a',
    'diff --git a/b b/b',
    'diff --cc c',
    'diff --git a/d b/d',
  ]);
});

it('reads on where one answer has more files than patches are read of at once', async () => {
  const { ok, commit, put } = await connectGit();
  const names = Array.from({ length: 230 }, (_, index) => `f${String(index).padStart(3, '0')}`);
  commit('one', Object.fromEntries(names.map((name) => [name, 'x\n'])));
  for (const name of names) put(name, 'y\n');
  const seen: unknown[] = [];
  let cursor: unknown;
  do {
    const { structured } = await ok('diff', { ...(cursor !== undefined && { cursor }) });
    expect(structured.total).toBe(230);
    const found = [...String(structured.patch).matchAll(/^diff --git a\/(\S+)/gm)].map(([, name]) => name);
    expect(structured.files).toMatchObject(found.map((path) => ({ path })));
    seen.push(...found);
    cursor = structured.nextCursor;
  } while (cursor !== undefined);
  expect(seen).toEqual(names);
});
