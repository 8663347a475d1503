import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectTools } from './test-support.ts';

const walks = [
  ['search_files', { pattern: '**/*.txt' }],
  ['find_files', { name: '*.txt' }],
  ['search_content', { pattern: 'needle' }],
  ['directory_tree', {}],
] as const;

it.each(walks)('%s goes as deep as it is told, and says that there is more', async (tool, question) => {
  const { ok, put } = await connectTools();
  put('a.txt', 'needle\n');
  put('one/b.txt', 'needle\n');
  put('one/two/c.txt', 'needle\n');
  const cut = await ok(tool, { path: '.', ...question, maxDepth: 1 });
  expect(cut.text).toContain('b.txt');
  expect(cut.text).not.toContain('c.txt');
  const note = '[Cut off by: depth. For the rest, raise maxDepth.]';
  expect(cut.structured).toMatchObject({ truncated: true, note });
  expect(cut.texts.slice(1)).toEqual([note]);
  const whole = await ok(tool, { path: '.', ...question });
  expect(whole.text).toContain('c.txt');
  expect([whole.structured.truncated, whole.structured.note]).toEqual([false, undefined]);
});

/** A folder whose path is longer than any call to the system takes: nobody can look into it, not even root. */
function tooDeep(root: string): string {
  const name = 'd'.repeat(250);
  const parts = (count: number) => Array<string>(count).fill(name).join('/');
  // Each half is short enough; only one inside the other is too long.
  mkdirSync(join(root, 'inner', parts(10), 'end'), { recursive: true });
  mkdirSync(join(root, 'outer', parts(10)), { recursive: true });
  renameSync(join(root, 'inner'), join(root, 'outer', parts(10), 'inner'));
  return name;
}

it.each(walks)('%s names what it could not look into', async (tool, question) => {
  const { ok, put, root } = await connectTools();
  put('a.txt', 'needle\n');
  const name = tooDeep(root);
  const found = await ok(tool, { path: '.', ...question });
  expect(found.text).toContain('a.txt');
  expect(found.texts.at(-1)).toContain(`[1 could not be read: outer/${name}/`);
  expect(found.structured.note).toBe(found.texts.at(-1));
});

it('search_content says that a file has more matches than one file may show', async () => {
  const { ok, put } = await connectTools();
  put('a.txt', 'needle\n'.repeat(5));
  const found = await ok('search_content', { path: '.', pattern: 'needle', maxMatchesPerFile: 2 });
  const note = '[Cut off by: matches per file. For the rest, raise maxMatchesPerFile.]';
  expect(found.texts.slice(1)).toEqual([note]);
  expect(found.structured).toMatchObject({ truncated: true, note });
});
