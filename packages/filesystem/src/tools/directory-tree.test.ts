import { expect, it } from 'vitest';
import * as z from 'zod';
import { connectTools, type ToolsClient } from './test-support.ts';

it('gives the official JSON', async () => {
  const { ok, put } = await connectTools();
  put('a.txt');
  put('sub/b.md');
  put('node_modules/x/y.js');
  const { text, texts } = await ok('directory_tree', { path: '.', excludePatterns: ['node_modules'] });
  const tree = [
    { name: 'a.txt', type: 'file' },
    { name: 'sub', type: 'directory', children: [{ name: 'b.md', type: 'file' }] },
  ];
  expect(text).toBe(JSON.stringify(tree, null, 2));
  expect(texts).toHaveLength(1);
});

it('marks what a budget cuts off, and keeps a wide tree within the size of an answer', async () => {
  const { ok, put } = await connectTools();
  put('a/b/c.txt');
  const shallow = await ok('directory_tree', { path: '.', maxDepth: 0 });
  expect(JSON.parse(shallow.text)).toEqual([{ name: 'a', type: 'directory', children: [], truncated: true }]);
  expect(shallow.structured).toMatchObject({ truncated: true, truncatedBy: ['depth'] });
  for (let index = 0; index < 6000; index += 1) put(`wide/${'n'.repeat(60)}-${index}`, '');
  const wide = await ok('directory_tree', { path: 'wide' });
  expect(wide.structured).toMatchObject({ truncated: true, truncatedBy: ['bytes'] });
  expect(wide.texts[1]).toContain(`call again with cursor "${wide.structured.nextCursor}"`);
});

interface Node {
  readonly name: string;
  readonly children?: readonly Node[] | undefined;
  readonly continued?: boolean | undefined;
}

/** The entries of a page as paths, in the order of the page; a continued folder is none. */
function pathsOf(nodes: readonly Node[], above = ''): readonly string[] {
  return nodes.flatMap(({ name, children = [], continued }) => {
    const path = `${above}${name}`;
    return [...(continued === true ? [] : [path]), ...pathsOf(children, `${path}/`)];
  });
}

const Nodes: z.ZodType<readonly Node[]> = z.lazy(() =>
  z.array(z.object({ name: z.string(), children: Nodes.optional(), continued: z.boolean().optional() })),
);

async function allPages(ok: ToolsClient['ok'], args: Readonly<Record<string, unknown>>) {
  const pages: (readonly string[])[] = [];
  for (let cursor: unknown; ; ) {
    const { text, structured } = await ok('directory_tree', { ...args, ...(cursor ? { cursor } : {}) });
    pages.push(pathsOf(Nodes.parse(JSON.parse(text))));
    cursor = structured.nextCursor;
    expect(structured.truncated).toBe(cursor !== undefined);
    if (cursor === undefined) return pages;
  }
}

it.each([1, 2, 3, 7, 100])('gives every entry once over all pages of %i', async (limit) => {
  const { ok, put } = await connectTools();
  for (const path of [
    'b/x.txt',
    'b/deep/er/y.txt',
    'a.txt',
    'c/z.txt',
    'c/deep/w.txt',
    'skip/v.txt',
    'c.txt',
  ])
    put(path);
  put('b/.gitignore', '*.log');
  put('b/deep/noise.log');
  const pages = await allPages(ok, { path: '.', limit, excludePatterns: ['skip'], gitignore: true });
  expect(pages.flat().sort()).toEqual(
    [
      ...['a.txt', 'b', 'b/.gitignore', 'b/deep', 'b/deep/er', 'b/deep/er/y.txt', 'b/x.txt', 'c', 'c.txt'],
      ...['c/deep', 'c/deep/w.txt', 'c/z.txt'],
    ].sort(),
  );
  for (const page of pages) expect(page.length).toBeLessThanOrEqual(limit);
});

it('pages through what is too wide and too deep for one answer', async () => {
  const { ok, put } = await connectTools();
  const deep = Array.from({ length: 300 }, (_, level) => `level-${level}`);
  put([...deep, 'end.txt'].join('/'));
  const wide = Array.from({ length: 3_000 }, (_, index) => `wide/${'n'.repeat(60)}-${index}`);
  for (const path of wide) put(path, '');
  const pages = await allPages(ok, { path: '.' });
  const chain = deep.map((_, level) => deep.slice(0, level + 1).join('/'));
  expect(pages.flat().sort()).toEqual([...chain, `${chain.at(-1)}/end.txt`, 'wide', ...wide].sort());
  expect(pages.length).toBeGreaterThan(2);
});

it('goes on behind what was given when the tree changes, and refuses the cursor of another question', async () => {
  const { ok, refused, put } = await connectTools();
  for (const name of ['b', 'd', 'f']) put(`${name}.txt`);
  const cursor = (await ok('directory_tree', { path: '.', limit: 2 })).structured.nextCursor;
  for (const name of ['a', 'e']) put(`${name}.txt`);
  const next = await ok('directory_tree', { path: '.', limit: 5, cursor });
  expect(JSON.parse(next.text)).toEqual(['e.txt', 'f.txt'].map((name) => ({ name, type: 'file' })));
  expect(await refused('directory_tree', { path: '.', maxDepth: 1, cursor })).toBe('invalid_arguments');
});

it('refuses a pattern that stands for too much', async () => {
  const { refused } = await connectTools();
  const bomb = '{a,b}'.repeat(40);
  expect(await refused('directory_tree', { path: '.', excludePatterns: [bomb] })).toBe('invalid_arguments');
});
