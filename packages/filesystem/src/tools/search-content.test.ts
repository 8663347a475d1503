import { linkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectTools } from './test-support.ts';

it('shows matching lines with their numbers and context', async () => {
  const { ok, put, root } = await connectTools();
  put('a.ts', 'one\nneedle here\nthree\n');
  put('b.md', 'needle\n');
  const { text, structured } = await ok('search_content', {
    path: '.',
    pattern: 'needle',
    include: ['*.ts'],
    context: 1,
  });
  expect(text).toBe(`${join(root, 'a.ts')}\n1- one\n2: needle here\n3- three`);
  expect(structured).toMatchObject({ matches: 1, unreadable: 0, truncated: false });
  expect((await ok('search_content', { path: '.', pattern: 'absent' })).text).toBe('No matches found');
});

it('takes regular expressions that cannot hang, and pages', async () => {
  const { ok, put } = await connectTools();
  put('a.txt', `${'a'.repeat(5000)}!\n`);
  put('b.txt', Array.from({ length: 30 }, (_, n) => `row ${n}\n`).join(''));
  await ok('search_content', { path: '.', pattern: '(a+)+$', regex: true });
  let seen = 0;
  for (let cursor: unknown; ; ) {
    const { structured, texts } = await ok('search_content', {
      path: '.',
      pattern: '^row \\d+$',
      regex: true,
      limit: 12,
      cursor,
    });
    seen += Number(structured.matches);
    cursor = structured.nextCursor;
    if (cursor === undefined) break;
    expect(texts[1]).toContain(`cursor "${cursor}"`);
  }
  expect(seen).toBe(30);
});

it('shows nothing of masked files and of hard links to the outside', async () => {
  const { ok, put, putOutside, root } = await connectTools();
  put('.env', 'TOKEN=needle\n');
  linkSync(putOutside('secret.txt', 'needle\n'), join(root, 'link.txt'));
  expect((await ok('search_content', { path: '.', pattern: 'needle' })).structured.files).toEqual([]);
});

it('refuses a broken expression', async () => {
  const { refused } = await connectTools();
  expect(await refused('search_content', { path: '.', pattern: '(', regex: true })).toBe('invalid_arguments');
});
