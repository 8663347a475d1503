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
