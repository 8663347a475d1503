import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectTools } from './test-support.ts';

const patch = [
  '--- a/a.txt',
  '+++ b/a.txt',
  '@@ -1,2 +1,2 @@',
  ' one',
  '-two',
  '+2',
  '--- /dev/null',
  '+++ b/new.txt',
  '@@ -0,0 +1 @@',
  '+new',
  '',
].join('\n');

it('changes and creates files, in a dry run none', async () => {
  const { ok, put, root } = await connectTools();
  const path = put('a.txt', 'one\ntwo\n');
  const shown = await ok('apply_patch', { patch, folder: root, dryRun: true });
  expect(shown.text).toContain('Would modify');
  expect(readFileSync(path, 'utf8')).toBe('one\ntwo\n');
  const { text, structured } = await ok('apply_patch', { patch, folder: root });
  expect(text).toBe(`Modified ${path}\nCreated ${join(root, 'new.txt')}`);
  expect(structured.files).toMatchObject([
    { action: 'modify', size: 6 },
    { action: 'create', size: 4 },
  ]);
  expect(readFileSync(path, 'utf8')).toBe('one\n2\n');
});

it('does all or nothing', async () => {
  const { refused, put, root } = await connectTools();
  put('a.txt', 'one\ntwo\n');
  put('new.txt', 'taken');
  expect(await refused('apply_patch', { patch })).toBe('already_exists');
  expect(readFileSync(join(root, 'a.txt'), 'utf8')).toBe('one\ntwo\n');
});

it('changes nothing where a file is not what was read', async () => {
  const { ok, refused, put, root } = await connectTools();
  const path = put('a.txt', 'one\ntwo\n');
  const { structured } = await ok('read_text_file', { path });
  const ifMatch = { 'a.txt': structured.hash };
  put('a.txt', 'one\ntwo\nand more\n');
  expect(await refused('apply_patch', { patch, folder: root, ifMatch })).toBe('conflict');
  expect(readFileSync(path, 'utf8')).toBe('one\ntwo\nand more\n');
  expect(existsSync(join(root, 'new.txt'))).toBe(false);
  put('a.txt', 'one\ntwo\n');
  const { structured: again } = await ok('read_text_file', { path });
  await ok('apply_patch', { patch, folder: root, ifMatch: { 'a.txt': again.hash } });
  expect(readFileSync(path, 'utf8')).toBe('one\n2\n');
});

it('refuses a hash of what the patch does not change, or creates', async () => {
  const { ok, refused, put, root } = await connectTools();
  const { hash } = (await ok('read_text_file', { path: put('a.txt', 'one\ntwo\n') })).structured;
  const of = (name: string) => refused('apply_patch', { patch, folder: root, ifMatch: { [name]: hash } });
  expect(await of('b/a.txt')).toBe('invalid_arguments');
  expect(await refused('apply_patch', { patch, folder: root, ifMatch: { 'a.txt': 'x' } })).toBe(
    'invalid_arguments',
  );
  expect(await of('new.txt')).toBe('conflict');
  expect(existsSync(join(root, 'new.txt'))).toBe(false);
});

it('refuses paths outside and what is no patch', async () => {
  const { refused, outside } = await connectTools();
  const out = patch.replaceAll('a.txt', '../outside/a.txt');
  expect(await refused('apply_patch', { patch: out })).toBe('outside_roots');
  expect(existsSync(join(outside, 'a.txt'))).toBe(false);
  expect(await refused('apply_patch', { patch: 'hello' })).toBe('invalid_arguments');
});
