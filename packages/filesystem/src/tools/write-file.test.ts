import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectTools } from './test-support.ts';

it('creates and replaces, in the official words, without asking anybody', async () => {
  const { ok, root } = await connectTools();
  const path = join(root, 'new.txt');
  const first = await ok('write_file', { path, content: 'one' });
  expect(first.text).toBe(`Successfully wrote to ${path}`);
  expect(first.structured).toMatchObject({ content: first.text, created: true, size: 3 });
  expect((await ok('write_file', { path, content: 'two' })).structured.created).toBe(false);
  expect(readFileSync(path, 'utf8')).toBe('two');
});

it('takes the hash of a read, and refuses that of a changed file', async () => {
  const { ok, call, put } = await connectTools();
  const path = put('a.txt', 'one');
  const { hash } = (await ok('read_text_file', { path })).structured;
  put('a.txt', 'somebody else');
  const answer = await call('write_file', { path, content: 'mine', ifMatch: hash });
  expect(answer.code).toBe('conflict');
  expect(readFileSync(path, 'utf8')).toBe('somebody else');
  const now = (await ok('read_text_file', { path })).structured.hash;
  await ok('write_file', { path, content: 'mine', ifMatch: now });
  expect(readFileSync(path, 'utf8')).toBe('mine');
});

it('refuses a taken name with createOnly, a missing folder, and a masked name', async () => {
  const { refused, put, root } = await connectTools();
  expect(await refused('write_file', { path: put('a.txt'), content: '', createOnly: true })).toBe(
    'already_exists',
  );
  expect(await refused('write_file', { path: join(root, 'no/x.txt'), content: '' })).toBe('not_found');
  expect(await refused('write_file', { path: join(root, '.env'), content: '' })).toBe('forbidden');
});
