import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { connectTools } from './test-support.ts';

it('replaces, inserts and removes lines, with their endings', async () => {
  const { ok, put } = await connectTools();
  const path = put('a.txt', 'one\r\ntwo\r\nthree\r\n');
  const edit = (startLine: number, endLine: number, newText: string, more = {}) =>
    ok('edit_lines', { path, startLine, endLine, newText, ...more });
  expect((await edit(2, 2, '2\n2b', { dryRun: true })).text).toContain('+2b');
  await edit(2, 2, '2\n2b');
  await edit(1, 0, 'zero');
  await edit(5, 5, '');
  expect(readFileSync(path, 'utf8')).toBe('zero\r\none\r\n2\r\n2b\r\n');
});

it('refuses lines that are not there, and a stale hash', async () => {
  const { ok, refused, put } = await connectTools();
  const path = put('a.txt', 'one\n');
  const { hash } = (await ok('read_text_file', { path })).structured;
  expect(await refused('edit_lines', { path, startLine: 3, endLine: 3, newText: '' })).toBe(
    'invalid_arguments',
  );
  put('a.txt', 'two\n');
  expect(await refused('edit_lines', { path, startLine: 1, endLine: 1, newText: '', ifMatch: hash })).toBe(
    'conflict',
  );
  expect(readFileSync(path, 'utf8')).toBe('two\n');
});
