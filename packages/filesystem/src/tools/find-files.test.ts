import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectTools } from './test-support.ts';

it('filters by name, size and time, and sorts over all', async () => {
  const { ok, put, root } = await connectTools();
  put('a.log', 'x'.repeat(10));
  put('sub/b.log', 'x'.repeat(30));
  utimesSync(put('old.log', 'x'.repeat(50)), 1000, 1000);
  put('c.txt');
  const found = await ok('find_files', {
    path: '.',
    name: '*.log',
    modifiedAfter: '2001-01-01T00:00:00Z',
    sortBy: 'size',
    descending: true,
  });
  expect(found.structured).toMatchObject({
    matches: 2,
    files: [
      { path: join(root, 'sub/b.log'), size: 30, kind: 'file' },
      { path: join(root, 'a.log'), size: 10 },
    ],
  });
  expect(found.text.split('\n')).toHaveLength(2);
  const largest = await ok('find_files', {
    path: '.',
    kind: 'file',
    sortBy: 'size',
    descending: true,
    limit: 1,
  });
  expect(largest.text).toMatch(/old\.log\n\[1 of 4: /);
});

it('refuses what is no time', async () => {
  const { call } = await connectTools();
  const answer = await call('find_files', { path: '.', modifiedAfter: 'yesterday' });
  expect(answer.code).toBe('invalid_arguments');
  expect(answer.text).toContain('modifiedAfter');
});

it.each([
  ['name', false],
  ['size', true],
  ['modified', false],
])('gives in pages by %s what it gives at once', async (sortBy, descending) => {
  const { ok, refused, put } = await connectTools();
  for (let at = 0; at < 25; at += 1) {
    utimesSync(put(`${at % 3}/f${at}`, 'x'.repeat(at % 4)), 1000, 1000 + (at % 5));
  }
  const question = { path: '.', kind: 'file', sortBy, descending };
  const whole = await ok('find_files', question);
  expect(whole.structured).toMatchObject({ matches: 25, truncated: false });
  const files: unknown[] = [];
  let cursor: unknown;
  do {
    const { structured } = await ok('find_files', {
      ...question,
      limit: 4,
      ...(typeof cursor === 'string' && { cursor }),
    });
    expect(structured.matches).toBe(25);
    if (Array.isArray(structured.files)) files.push(...structured.files);
    cursor = structured.nextCursor;
  } while (cursor !== undefined);
  expect(files).toEqual(whole.structured.files);
  const { structured } = await ok('find_files', { ...question, limit: 4 });
  const other = { ...question, minSize: 1, cursor: structured.nextCursor };
  expect(await refused('find_files', other)).toBe('invalid_arguments');
});
