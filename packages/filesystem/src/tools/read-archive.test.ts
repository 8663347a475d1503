import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { connectTools } from './test-support.ts';

it('lists the entries and reads one', async () => {
  const { ok, put, root } = await connectTools();
  put('in/a.txt', 'one');
  put('in/b.bin', Buffer.from([0, 255]));
  execFileSync('tar', ['-czf', join(root, 'x.tgz'), '-C', join(root, 'in'), 'a.txt', 'b.bin']);
  const listed = await ok('read_archive', { path: 'x.tgz', limit: 1 });
  expect(listed.structured).toMatchObject({ entries: [{ name: 'a.txt', size: 3 }], truncated: true });
  const rest = await ok('read_archive', { path: 'x.tgz', limit: 1, cursor: listed.structured.nextCursor });
  expect(rest.text).toContain('b.bin');
  expect((await ok('read_archive', { path: 'x.tgz', entry: 'a.txt' })).text).toBe('one');
  const binary = await ok('read_archive', { path: 'x.tgz', entry: 'b.bin' });
  expect(binary.structured).toMatchObject({ content: 'AP8=', encoding: 'base64' });
});

it('refuses what is no archive, and an entry that is not there', async () => {
  const { refused, put, root } = await connectTools();
  const path = put('a.txt', 'hello');
  expect(await refused('read_archive', { path })).toBe('unsupported');
  execFileSync('tar', ['-cf', join(root, 'x.tar'), '-C', root, 'a.txt']);
  expect(await refused('read_archive', { path: 'x.tar', entry: 'none' })).toBe('not_found');
});

it('gives long names in shorter pages, and all of them', async () => {
  const { ok, root } = await connectTools();
  const names = Array.from({ length: 700 }, (_, at) => `${'n'.repeat(1_000)}-${at}`);
  const zip = new ZipFile();
  for (const name of names) zip.addBuffer(Buffer.alloc(0), name);
  zip.end();
  writeFileSync(join(root, 'x.zip'), await buffer(zip.outputStream));
  const first = await ok('read_archive', { path: 'x.zip' });
  const rest = await ok('read_archive', { path: 'x.zip', cursor: first.structured.nextCursor });
  expect([first.structured.truncated, rest.structured.truncated]).toEqual([true, false]);
  const listed = [first, rest].flatMap(({ text }) => text.match(/n{1000}-\d+/g));
  expect(listed).toEqual(names);
});
