import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectTools } from './test-support.ts';

it('deletes an empty folder, and a full one when told to', async () => {
  const { ok, refused, put, root } = await connectTools({ argv: ['--yes'] });
  put('full/a.txt');
  await ok('create_directory', { path: 'empty' });
  await ok('delete_directory', { path: 'empty' });
  expect(await refused('delete_directory', { path: 'full' })).toBe('already_exists');
  expect((await ok('delete_directory', { path: 'full', recursive: true })).structured.entries).toBe(1);
  expect(existsSync(join(root, 'full'))).toBe(false);
});

it('refuses an allowed folder itself, a file, and masked files for good', async () => {
  const { refused, put, root } = await connectTools({ argv: ['--yes'] });
  put('sub/.env');
  expect(await refused('delete_directory', { path: root, recursive: true })).toBe('unsupported');
  expect(await refused('delete_directory', { path: put('a.txt') })).toBe('unsupported');
  const all = { path: 'sub', recursive: true, permanent: true };
  expect(await refused('delete_directory', all)).toBe('forbidden');
  expect(existsSync(join(root, 'sub/.env'))).toBe(true);
});
