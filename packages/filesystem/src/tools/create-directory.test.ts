import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectTools } from './test-support.ts';

it('creates a folder with its parents, and accepts one that exists', async () => {
  const { ok, root } = await connectTools();
  const path = join(root, 'a/b/c');
  const made = await ok('create_directory', { path });
  expect(made.structured).toEqual({ content: `Successfully created directory ${path}`, created: 3 });
  expect(statSync(path).isDirectory()).toBe(true);
  expect((await ok('create_directory', { path })).structured.created).toBe(0);
});

it('refuses the name of a file', async () => {
  const { refused, put } = await connectTools();
  expect(await refused('create_directory', { path: put('a.txt') })).toBe('already_exists');
});
