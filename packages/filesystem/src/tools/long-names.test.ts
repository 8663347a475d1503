import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectTools } from './test-support.ts';

const FILES = 2_100;
/** Names of 240 bytes, below folders whose path has 1,200: rows together over the limit of an answer. */
const deep = Array.from({ length: 5 }, () => 'd'.repeat(239)).join('/');
const nameOf = (at: number) => `${'€'.repeat(78)}-${String(at).padStart(5, '0')}`;
const names = Array.from({ length: FILES }, (_, at) => nameOf(at));

it.each([
  ['list_directory', 'by name', { path: deep, limit: 10_000 }],
  ['list_directory_with_sizes', 'by name', { path: deep, limit: 10_000 }],
  ['list_directory_with_sizes', 'by size', { path: deep, limit: 10_000, sortBy: 'size' }],
  ['search_files', 'by name', { path: '.', pattern: '**/*', limit: 20_000 }],
  ['find_files', 'by name', { path: '.', kind: 'file', limit: 5_000 }],
  ['find_files', 'by size', { path: '.', kind: 'file', limit: 5_000, sortBy: 'size', descending: true }],
])('%s %s gives long names in shorter pages, and all of them', async (tool, _order, question) => {
  const { ok, root } = await connectTools();
  mkdirSync(join(root, deep), { recursive: true });
  for (const [at, name] of names.entries()) writeFileSync(join(root, deep, name), 'x'.repeat(at % 7));
  const seen: string[] = [];
  let pages = 0;
  let cursor: unknown;
  do {
    const page = await ok(tool, { ...question, ...(typeof cursor === 'string' && { cursor }) });
    seen.push(...page.text.matchAll(/€+-\d{5}/g).map(([name]) => name));
    cursor = page.structured.nextCursor;
    expect(page.structured.truncated).toBe(cursor !== undefined);
    pages += 1;
  } while (cursor !== undefined);
  expect(pages).toBeGreaterThan(1);
  expect(seen.toSorted()).toEqual(names);
});

it('disk_usage gives long paths in shorter pages, and all of them', async () => {
  const { ok, root } = await connectTools();
  const folders = names.slice(0, 500);
  for (const name of folders) mkdirSync(join(root, deep, name), { recursive: true });
  const question = { path: '.', depth: 6, limit: 1_000 };
  const first = await ok('disk_usage', question);
  const rest = await ok('disk_usage', { ...question, cursor: first.structured.nextCursor });
  const pages = [first, rest].map(({ text }) => [...text.matchAll(/€+-\d{5}/g)].map(([name]) => name));
  expect(pages.every(({ length }) => length > 0)).toBe(true);
  expect(pages.flat().toSorted()).toEqual(folders);
});
