import { readFileSync } from 'node:fs';
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
