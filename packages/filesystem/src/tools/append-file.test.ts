import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { connectTools } from './test-support.ts';

it('adds at the end, in the order of the calls, and creates', async () => {
  const { ok, root } = await connectTools();
  const first = await ok('append_file', { path: 'log.txt', content: 'one\n' });
  expect(first.structured).toMatchObject({
    content: 'Successfully appended to log.txt',
    created: true,
    size: 4,
  });
  await Promise.all([2, 3, 4].map((n) => ok('append_file', { path: 'log.txt', content: `${n}\n` })));
  expect(readFileSync(`${root}/log.txt`, 'utf8').split('\n').toSorted()).toEqual(['', '2', '3', '4', 'one']);
});

it('refuses a stale hash and a path outside', async () => {
  const { ok, refused, put, outside } = await connectTools();
  const path = put('a.txt', 'one');
  const { hash } = (await ok('read_text_file', { path })).structured;
  put('a.txt', 'two');
  expect(await refused('append_file', { path, content: 'x', ifMatch: hash })).toBe('conflict');
  expect(await refused('append_file', { path: `${outside}/x`, content: 'x' })).toBe('outside_roots');
});
