import { chmodSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { connectTools } from './test-support.ts';

it('adds up folders, the largest first', async () => {
  const { ok, put } = await connectTools();
  put('small/a', 'x');
  put('large/b', Buffer.alloc(100_000));
  const { structured, text } = await ok('disk_usage', { path: '.' });
  expect(structured).toMatchObject({
    total: { path: '.', contentBytes: 100_001, files: 2 },
    folders: [{ path: 'large', files: 1 }, { path: 'small' }],
  });
  expect(text.split('\n')).toHaveLength(3);
});

it('refuses a file', async () => {
  const { refused, put } = await connectTools();
  expect(await refused('disk_usage', { path: put('a.txt') })).toBe('unsupported');
});

it('gives every folder once over all pages, and refuses the cursor of another question', async () => {
  const { ok, refused, put } = await connectTools();
  for (const name of ['a', 'b', 'c', 'd', 'e']) put(`${name}/f`, 'x');
  put('c/deep/g', Buffer.alloc(50_000));
  const whole = (await ok('disk_usage', { path: '.', depth: 2 })).structured;
  const found: unknown[] = [];
  let cursor: unknown;
  do {
    const { structured, texts } = await ok('disk_usage', {
      ...{ path: '.', depth: 2, limit: 2 },
      ...(cursor === undefined ? {} : { cursor }),
    });
    found.push(...z.array(z.unknown()).parse(structured.folders));
    cursor = structured.nextCursor;
    expect(structured.truncated).toBe(cursor !== undefined);
    if (cursor !== undefined) expect(texts[1]).toContain(`call again with cursor "${cursor}"`);
    if (cursor !== undefined) {
      expect(await refused('disk_usage', { path: '.', depth: 3, cursor })).toBe('invalid_arguments');
    }
    expect({ total: structured.total, hash: structured.hash }).toEqual({
      total: whole.total,
      hash: whole.hash,
    });
  } while (cursor !== undefined);
  expect(found).toEqual(whole.folders);
  expect(found).toHaveLength(6);
});

it('answers the hash that get_file_info answers, another one after any change below', async () => {
  const { ok, put, root } = await connectTools();
  const file = put('a/b/c.txt', 'one');
  const hash = async () => (await ok('disk_usage', { path: 'a' })).structured.hash;
  const seen = [await hash()];
  expect((await ok('get_file_info', { path: 'a', hash: true })).structured.hash).toBe(seen[0]);
  expect(seen[0]).toMatch(/^t-[\w-]{22}$/);
  for (const change of [
    () => put('a/b/c.txt', 'two'),
    () => put('a/b/d.txt'),
    () => renameSync(join(root, 'a/b/d.txt'), join(root, 'a/d.txt')),
    () => chmodSync(file, 0o600),
    () => mkdirSync(join(root, 'a/empty')),
  ]) {
    change();
    seen.push(await hash());
  }
  expect(new Set(seen).size).toBe(seen.length);
  renameSync(join(root, 'a'), join(root, 'other'));
  expect((await ok('disk_usage', { path: 'other' })).structured.hash).toBe(seen.at(-1));
});
