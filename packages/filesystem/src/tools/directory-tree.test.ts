import { expect, it } from 'vitest';
import { connectTools } from './test-support.ts';

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
  expect(wide.texts[1]).toContain('Cut off by: bytes');
});

it('refuses a pattern that stands for too much', async () => {
  const { refused } = await connectTools();
  const bomb = '{a,b}'.repeat(40);
  expect(await refused('directory_tree', { path: '.', excludePatterns: [bomb] })).toBe('invalid_arguments');
});
