import { expect, it } from 'vitest';
import { connectTools } from './test-support.ts';

it('lists names with their kind, and no name forges a row', async () => {
  const { ok, put } = await connectTools();
  put('b.txt');
  put('a/x.txt');
  put('c\n[DIR] etc');
  const { texts, structured } = await ok('list_directory', { path: '.' });
  expect(texts).toEqual(['[DIR] a\n[FILE] b.txt\n[FILE] c\\n[DIR] etc']);
  expect(structured).toEqual({ content: texts[0], total: 3, truncated: false });
});

it('pages with a cursor that belongs to its folder', async () => {
  const { ok, refused, put } = await connectTools();
  for (const name of ['a', 'b', 'c', 'sub/x']) put(name);
  const first = await ok('list_directory', { path: '.', limit: 3 });
  const cursor = first.structured.nextCursor;
  expect(first.texts[1]).toContain(`cursor "${cursor}"`);
  expect((await ok('list_directory', { path: '.', limit: 3, cursor })).text).toBe('[DIR] sub');
  expect(await refused('list_directory', { path: 'sub', limit: 3, cursor })).toBe('invalid_arguments');
});

it('refuses a file', async () => {
  const { refused, put } = await connectTools();
  expect(await refused('list_directory', { path: put('a.txt') })).toBe('unsupported');
});
