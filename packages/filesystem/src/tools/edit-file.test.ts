import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { connectTools } from './test-support.ts';

it('answers a fenced diff and keeps line endings', async () => {
  const { ok, put } = await connectTools();
  const path = put('a.txt', 'one\r\ntwo\r\nthree\r\n');
  const edits = [{ oldText: 'two', newText: '2' }];
  const shown = await ok('edit_file', { path, edits, dryRun: true });
  const official = [
    '```diff',
    `Index: ${path}`,
    '===================================================================',
    `--- ${path}\toriginal`,
    `+++ ${path}\tmodified`,
    '@@ -1,3 +1,3 @@',
    ' one',
    '-two',
    '+2',
    ' three',
    '```\n\n',
  ];
  expect(shown.text).toBe(official.join('\n'));
  expect(readFileSync(path, 'utf8')).toBe('one\r\ntwo\r\nthree\r\n');
  const done = await ok('edit_file', { path, edits });
  expect(done.text).toBe(shown.text);
  expect(done.structured).toMatchObject({ changed: true, size: 15 });
  expect(readFileSync(path, 'utf8')).toBe('one\r\n2\r\nthree\r\n');
});

it('says when nothing changes, and no line closes the fence', async () => {
  const { ok, put } = await connectTools();
  const path = put('a.md', '```\ncode\n```\n');
  const edit = (newText: string) => ok('edit_file', { path, edits: [{ oldText: 'code', newText }] });
  const same = await edit('code');
  expect(same.structured.changed).toBe(false);
  expect(same.text).toMatch(/^```diff\nIndex: .*\n=+\n--- .*\n\+\+\+ .*\n```\n\n$/);
  expect((await edit('other')).text).toMatch(/^````diff\n[\s\S]*\n````\n\n$/);
});

it('refuses two matches, none, an empty oldText and a stale hash, and changes nothing', async () => {
  const { ok, refused, put } = await connectTools();
  const path = put('a.txt', 'x\nx\n');
  const edit = (oldText: string, more = {}) => ({ path, edits: [{ oldText, newText: 'y', ...more }] });
  expect(await refused('edit_file', edit('x'))).toBe('ambiguous');
  expect(await refused('edit_file', edit('z'))).toBe('not_found');
  expect(await refused('edit_file', edit(''))).toBe('invalid_arguments');
  const { hash } = (await ok('read_text_file', { path })).structured;
  put('a.txt', 'x\n');
  expect(await refused('edit_file', { ...edit('x'), ifMatch: hash })).toBe('conflict');
  expect(readFileSync(path, 'utf8')).toBe('x\n');
});

it('loses none of many edits at once', async () => {
  const { ok, put } = await connectTools();
  const path = put('a.txt', Array.from({ length: 20 }, (_, n) => `<${n}>\n`).join(''));
  await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      ok('edit_file', { path, edits: [{ oldText: `<${n}>`, newText: `[${n}]` }] }),
    ),
  );
  expect(readFileSync(path, 'utf8')).toBe(Array.from({ length: 20 }, (_, n) => `[${n}]\n`).join(''));
});

it('refuses what would make a file too long to be edited again, before it is made', async () => {
  const { refused, put } = await connectTools();
  const path = put('a.txt', 'x\n'.repeat(100_000));
  const edits = [{ oldText: 'x', newText: 'long '.repeat(100_000), replaceAll: true }];
  expect(await refused('edit_file', { path, edits })).toBe('too_large');
  expect(await refused('edit_file', { path, edits, dryRun: true })).toBe('too_large');
  const lines = { path, startLine: 1, endLine: 0, newText: 'é'.repeat(2 * 1024 * 1024) };
  expect(await refused('edit_lines', lines)).toBe('too_large');
  expect(readFileSync(path, 'utf8')).toBe('x\n'.repeat(100_000));
});

it('replaces in very many places, none of which overlap', async () => {
  const { ok, put } = await connectTools();
  const path = put('a.txt', 'aaab\r\n'.repeat(50_000));
  const edits = [{ oldText: 'aa', newText: 'c', replaceAll: true }];
  const { text } = await ok('edit_file', { path, edits });
  expect(readFileSync(path, 'utf8')).toBe('cab\r\n'.repeat(50_000));
  expect(text).toContain('@@ -1,50000 +1,50000 @@');
});

it('shows two changes far apart as two hunks with their places', async () => {
  const { ok, put } = await connectTools();
  const path = put('a.txt', Array.from({ length: 60_000 }, (_, n) => `line ${n}\n`).join(''));
  const edits = [10_000, 50_000].map((n) => ({ oldText: `line ${n}\n`, newText: 'other\n' }));
  const { text } = await ok('edit_file', { path, edits });
  expect(text.match(/^@@.*@@$/gm)).toEqual(['@@ -9998,7 +9998,7 @@', '@@ -49998,7 +49998,7 @@']);
  expect(text.match(/^[-+][^-+].*$/gm)).toEqual(['-line 10000', '+other', '-line 50000', '+other']);
});
