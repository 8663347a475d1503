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
