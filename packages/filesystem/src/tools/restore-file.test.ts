import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectTools } from './test-support.ts';

it('brings back the newest deletion of a path', async () => {
  const { ok, put } = await connectTools({ argv: ['--yes'] });
  await ok('delete_file', { path: put('a.txt', 'old') });
  await new Promise((resolve) => setTimeout(resolve, 20));
  await ok('delete_file', { path: put('a.txt', 'new') });
  const { structured } = await ok('restore_file', { path: 'a.txt' });
  expect(readFileSync(String(structured.path), 'utf8')).toBe('new');
});

it('refuses a taken name, an unknown id, and both or neither', async () => {
  const { ok, refused, put } = await connectTools({ argv: ['--yes'] });
  const { trashId } = (await ok('delete_file', { path: put('a.txt') })).structured;
  put('a.txt');
  expect(await refused('restore_file', { id: trashId })).toBe('already_exists');
  expect(await refused('restore_file', { id: '../../x' })).toBe('not_found');
  expect(await refused('restore_file', {})).toBe('invalid_arguments');
  expect(await refused('restore_file', { id: trashId, path: 'a.txt' })).toBe('invalid_arguments');
});

it.each([
  ['file', 'a.txt', 'delete_file', {}],
  ['folder', 'd', 'delete_directory', { recursive: true }],
])('takes the hash of a deleted %s, and leaves another one in the trash', async (_kind, path, tool, how) => {
  const { ok, refused, put, root } = await connectTools({ argv: ['--yes'] });
  const inside = path === 'd' ? 'd/deep/a.txt' : path;
  put(inside, 'first');
  const first = (await ok(tool, { path, ...how })).structured;
  await new Promise((resolve) => setTimeout(resolve, 20));
  put(inside, 'second');
  const second = (await ok(tool, { path, ...how })).structured;
  expect(first.hash).not.toBe(second.hash);
  expect(await refused('restore_file', { path, ifMatch: first.hash })).toBe('conflict');
  expect(await refused('restore_file', { path, ifMatch: 'nonsense' })).toBe('invalid_arguments');
  expect(existsSync(join(root, path))).toBe(false);
  const back = await ok('restore_file', { path, ifMatch: second.hash });
  expect(readFileSync(join(root, inside), 'utf8')).toBe('second');
  const { hash } = (await ok('get_file_info', { path, hash: true })).structured;
  expect(back.structured.hash).toBe(hash);
});

it('finds what was changed in the trash by another program', async () => {
  const { ok, refused, put, root } = await connectTools({ argv: ['--yes'] });
  const { trashId, hash } = (await ok('delete_file', { path: put('a.txt', 'mine') })).structured;
  const trashed = join(root, '.portolan-trash', String(trashId), 'a.txt');
  writeFileSync(trashed, 'other');
  expect(await refused('restore_file', { id: trashId, ifMatch: hash })).toBe('conflict');
  expect(readFileSync(trashed, 'utf8')).toBe('other');
});
