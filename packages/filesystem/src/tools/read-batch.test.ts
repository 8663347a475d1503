import { expect, it } from 'vitest';
import * as z from 'zod';
import { stepsOf } from '../test-steps.ts';
import { connectTools } from './test-support.ts';

const Results = z.array(z.looseObject({ nextCursor: z.string().optional(), error: z.string().optional() }));

it('does each read, and tells of those that failed', async () => {
  const { ok, put } = await connectTools();
  put('a.txt', 'one\ntwo\nthree\n');
  put('sub/b.txt');
  const reads = [
    { path: 'a.txt', offset: 1, limit: 1 },
    { path: 'a.txt', what: 'info' },
    { path: 'sub', what: 'list' },
    { path: '../outside/x' },
  ];
  const { structured, text } = await ok('read_batch', { reads });
  expect(structured.results).toMatchObject([
    { path: 'a.txt', content: 'two\n', nextOffset: 2 },
    { content: expect.stringContaining('size: 14') },
    { content: '[FILE] b.txt' },
    { error: 'outside_roots' },
  ]);
  expect(text.split('\n---\n')).toHaveLength(4);
});

it('stays within the size of one answer', async () => {
  const { ok, put } = await connectTools();
  const path = put('big.txt', 'x'.repeat(200_000));
  const { structured } = await ok('read_batch', { reads: Array.from({ length: 50 }, () => ({ path })) });
  expect(JSON.stringify(structured).length).toBeLessThan(400_000);
});

it('lists less of a folder when the listings before it used up the answer', async () => {
  const { ok, put } = await connectTools();
  for (let index = 0; index < 1_200; index += 1) put(`sub/${'long'.repeat(40)}-${index}`);
  const reads = Array.from({ length: 20 }, () => ({ path: 'sub', what: 'list' }));
  const { structured } = await ok('read_batch', { reads });
  const results = Results.parse(structured.results);
  expect(results).toHaveLength(20);
  for (const { nextCursor } of results) expect(nextCursor).toBeDefined();
  expect(JSON.stringify(structured).length).toBeLessThan(400_000);
});

it('reads a folder once for all who ask for the same page of it', async () => {
  const { ok, put } = await connectTools();
  for (let index = 0; index < 3_000; index += 1) put(`sub/entry-${index}`);
  const read = { path: 'sub', what: 'list', limit: 2 };
  const list = async (count: number) =>
    ok('read_batch', { reads: Array.from({ length: count }, () => read) });
  // The first call fills caches.
  const { structured } = await list(200);
  const results = Results.parse(structured.results);
  expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1);
  const few = await stepsOf(() => list(1));
  expect(await stepsOf(() => list(200))).toBeLessThan(10 * few);
});

it('goes on with a listing where the one before stopped', async () => {
  const { ok, put } = await connectTools();
  for (const name of ['a', 'b', 'c']) put(`sub/${name}`);
  const list = async (more: object) =>
    (await ok('read_batch', { reads: [{ path: 'sub', what: 'list', limit: 2, ...more }] })).structured
      .results;
  const [first] = Results.parse(await list({}));
  expect(first).toMatchObject({ content: '[FILE] a\n[FILE] b', truncated: true });
  const [second] = Results.parse(await list({ cursor: first?.nextCursor }));
  expect(second).toEqual({ path: 'sub', content: '[FILE] c', truncated: false });
  const [other] = Results.parse(
    (await ok('read_batch', { reads: [{ path: 'sub/a', cursor: 'x' }] })).structured.results,
  );
  expect(other?.error).toBe('invalid_arguments');
});

it('refuses an empty list', async () => {
  const { refused } = await connectTools();
  expect(await refused('read_batch', { reads: [] })).toBe('invalid_arguments');
});

it('says where a text goes on that is cut in the middle of a line, and goes on there', async () => {
  const { ok, put } = await connectTools();
  const content = 'z'.repeat(300_000);
  put('one-line.txt', content);
  const Part = z.array(
    z.looseObject({ content: z.string(), nextOffset: z.number(), nextUnit: z.string() }).partial(),
  );
  const read = async (more: object) => {
    const { structured, text } = await ok('read_batch', { reads: [{ path: 'one-line.txt', ...more }] });
    const [part = {}] = Part.parse(structured.results);
    return { ...part, text };
  };
  const first = await read({});
  expect(first.nextUnit).toBe('bytes');
  expect(first.text).toContain(`[Cut: go on with offset ${first.nextOffset}, unit "bytes".]`);
  const rest = await read({ offset: first.nextOffset, unit: first.nextUnit });
  expect(`${first.content}${rest.content}`).toBe(content);
});

it('says what to do about a read that failed', async () => {
  const { ok, put } = await connectTools();
  put('a.bin', Buffer.from([0, 1, 2, 255]));
  expect((await ok('read_batch', { reads: [{ path: 'a.bin' }] })).text).toContain('Use read_media_file');
});
