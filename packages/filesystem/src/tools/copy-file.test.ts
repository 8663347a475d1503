import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectTools } from './test-support.ts';

it('copies a file, and a folder without what is masked', async () => {
  const { ok, put, root } = await connectTools();
  put('dir/a.txt', 'one');
  put('dir/.env', 'SECRET');
  await ok('copy_file', { source: 'dir/a.txt', destination: 'b.txt' });
  expect(readFileSync(join(root, 'b.txt'), 'utf8')).toBe('one');
  const { structured, text } = await ok('copy_file', { source: 'dir', destination: 'copy' });
  expect(structured).toMatchObject({ files: 1, bytes: 3, skipped: ['dir/.env'] });
  expect(text).toContain('.env');
  expect(existsSync(join(root, 'copy/.env'))).toBe(false);
});

it('never overwrites', async () => {
  const { refused, put } = await connectTools();
  const args = { source: put('a.txt'), destination: put('b.txt') };
  expect(await refused('copy_file', args)).toBe('already_exists');
});

it('takes the hash of a read, and refuses that of a changed file', async () => {
  const { call, ok, refused, put, root } = await connectTools();
  const source = put('a.txt', 'one');
  const { hash } = (await ok('read_text_file', { path: source })).structured;
  put('a.txt', 'two');
  const destination = join(root, 'b.txt');
  expect(await refused('copy_file', { source, destination, ifMatch: hash })).toBe('conflict');
  expect(existsSync(destination)).toBe(false);
  const now = (await ok('read_text_file', { path: source })).structured.hash;
  await ok('copy_file', { source, destination, ifMatch: now });
  expect(readFileSync(destination, 'utf8')).toBe('two');
  put('folder/c.txt');
  const folder = { source: join(root, 'folder'), destination: join(root, 'other'), ifMatch: now };
  expect(await refused('copy_file', folder)).toBe('unsupported');
  put('.env', 'TOKEN=1');
  const masked = { source: join(root, '.env'), destination: join(root, '.env.local'), ifMatch: now };
  expect((await call('copy_file', masked)).code).toBe('forbidden');
});
