import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectTools } from './test-support.ts';

it('gives full paths, one a line', async () => {
  const { ok, put, root } = await connectTools();
  for (const name of ['a.md', 'sub/b.md', 'sub/c.txt', 'skip/d.md']) put(name);
  const { texts } = await ok('search_files', { path: root, pattern: '**/*.md', excludePatterns: ['skip'] });
  expect(texts).toEqual([`${join(root, 'a.md')}\n${join(root, 'sub/b.md')}`]);
  expect((await ok('search_files', { path: root, pattern: '*.none' })).text).toBe('No matches found');
});

it('pages to the same answer', async () => {
  const { ok, put } = await connectTools();
  for (let index = 0; index < 10; index += 1) put(`f${index}/x.md`);
  const whole = (await ok('search_files', { path: '.', pattern: '**/*.md' })).text.split('\n');
  const paged: string[] = [];
  for (let cursor: unknown; ; ) {
    const { text, structured } = await ok('search_files', {
      path: '.',
      pattern: '**/*.md',
      limit: 3,
      cursor,
    });
    paged.push(...text.split('\n'));
    cursor = structured.nextCursor;
    if (cursor === undefined) break;
  }
  expect(paged).toEqual(whole);
});

it('refuses a pattern that stands for too much, at once', async () => {
  const { refused } = await connectTools();
  expect(await refused('search_files', { path: '.', pattern: '{a,b}'.repeat(40) })).toBe('invalid_arguments');
});
