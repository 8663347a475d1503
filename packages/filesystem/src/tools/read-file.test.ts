import { expect, it } from 'vitest';
import { connectTools } from './test-support.ts';

it('reads as read_text_file does', async () => {
  const { ok, put } = await connectTools();
  const path = put('a.txt', 'one\ntwo\n');
  const old = await ok('read_file', { path, head: 1 });
  const now = await ok('read_text_file', { path, head: 1 });
  expect(old.texts).toEqual(now.texts);
  expect(old.structured.hash).toBe(now.structured.hash);
});

it('says what is missing', async () => {
  const { call } = await connectTools();
  const answer = await call('read_file', { path: 'none.txt' });
  expect(answer.code).toBe('not_found');
  expect(answer.text).toContain('none.txt');
});
