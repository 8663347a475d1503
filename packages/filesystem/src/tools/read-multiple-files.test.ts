import { expect, it } from 'vitest';
import { connectTools } from './test-support.ts';

it('gives each file below its path, and why one could not be read', async () => {
  const { ok, put } = await connectTools();
  put('a.txt', 'one\n');
  put('b.txt', 'two\n');
  const { text, structured } = await ok('read_multiple_files', {
    paths: ['a.txt', 'none', '../up', 'b.txt'],
  });
  const sections = text.split('\n---\n');
  expect(sections).toHaveLength(4);
  expect(sections[0]).toBe('a.txt:\none\n\n');
  expect(sections[1]).toMatch(/^none: Error - none does not exist/);
  expect(sections[3]).toBe('b.txt:\ntwo\n\n');
  expect(structured.files).toMatchObject([
    { path: 'a.txt', truncated: false },
    { path: 'none', error: 'not_found' },
    { path: '../up', error: 'outside_roots' },
    { path: 'b.txt' },
  ]);
});

it('refuses an empty list', async () => {
  const { refused } = await connectTools();
  expect(await refused('read_multiple_files', { paths: [] })).toBe('invalid_arguments');
});
