import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
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
