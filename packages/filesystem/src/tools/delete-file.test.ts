import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { connectTools } from './test-support.ts';

it('asks, moves to the trash, and restore_file brings it back', async () => {
  const { ok, put } = await connectTools({ confirms: true });
  const path = put('a.txt', 'one');
  const { text, structured } = await ok('delete_file', { path });
  expect(existsSync(path)).toBe(false);
  expect(text).toContain(`restore_file with id ${structured.trashId}`);
  const back = await ok('restore_file', { id: structured.trashId });
  expect(back.structured.path).toBe(path);
  expect(readFileSync(path, 'utf8')).toBe('one');
});

it.each(['modern', 'legacy'] as const)('deletes nothing when the user declines (%s)', async (era) => {
  const { refused, put } = await connectTools({ confirms: false, era });
  const path = put('a.txt');
  expect(await refused('delete_file', { path })).toBe('confirmation_declined');
  expect(existsSync(path)).toBe(true);
});

it('needs a client that can ask, or --yes', async () => {
  const cannot = await connectTools();
  const path = cannot.put('a.txt');
  expect(await cannot.refused('delete_file', { path })).toBe('confirmation_unavailable');
  expect(existsSync(path)).toBe(true);
  const yes = await connectTools({ argv: ['--yes', '--no-trash'] });
  const gone = await yes.ok('delete_file', { path: yes.put('a.txt') });
  expect(gone.structured.trashId).toBeUndefined();
});

it('refuses a folder and a stale hash', async () => {
  const { ok, refused, put } = await connectTools({ argv: ['--yes'] });
  const path = put('sub/a.txt', 'one');
  const { hash } = (await ok('read_text_file', { path })).structured;
  put('sub/a.txt', 'two');
  expect(await refused('delete_file', { path: 'sub' })).toBe('unsupported');
  expect(await refused('delete_file', { path, ifMatch: hash })).toBe('conflict');
  expect(existsSync(path)).toBe(true);
});
