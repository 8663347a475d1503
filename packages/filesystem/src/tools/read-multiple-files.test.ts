import { expect, it } from 'vitest';
import * as z from 'zod';
import { connectTools } from './test-support.ts';

it('gives each file below its path, and why one could not be read', async () => {
  const { ok, put } = await connectTools();
  put('a.txt', 'one\n');
  put('b.txt', 'two\n');
  const { text, structured } = await ok('read_multiple_files', {
    paths: ['a.txt', 'none', '../up', 'b.txt'],
  });
  const sections = text.split('\n---\n');
  expect(sections).toHaveLength(4);
  expect(sections[0]).toBe('a.txt:\none\n\n');
  expect(sections[1]).toMatch(/^none: Error - none does not exist/);
  expect(sections[3]).toBe('b.txt:\ntwo\n\n');
  expect(structured.files).toMatchObject([
    { path: 'a.txt', truncated: false },
    { path: 'none', error: 'not_found' },
    { path: '../up', error: 'outside_roots' },
    { path: 'b.txt' },
  ]);
});

it('refuses an empty list', async () => {
  const { refused } = await connectTools();
  expect(await refused('read_multiple_files', { paths: [] })).toBe('invalid_arguments');
});

const Parts = z.array(
  z.object({ truncated: z.boolean(), nextOffset: z.number().optional(), nextUnit: z.string().optional() }),
);

it.each([
  ['in the middle of a line', 'z'.repeat(300_000), 'bytes'],
  ['at the end of a line', 'some words\n'.repeat(30_000), 'lines'],
])('says where read_text_file goes on with a file that is cut %s', async (_where, content, unit) => {
  const { ok, put } = await connectTools();
  const path = put('long.txt', content);
  const { structured, text } = await ok('read_multiple_files', { paths: [path] });
  const [{ truncated, nextOffset, nextUnit } = { truncated: false }] = Parts.parse(structured.files);
  expect([truncated, nextUnit]).toEqual([true, unit]);
  expect(text).toContain(`Go on with read_text_file, offset ${nextOffset}, unit "${unit}".`);
  const rest = await ok('read_text_file', { path, offset: nextOffset, unit: nextUnit });
  const beginning = text.slice(`${path}:\n`.length, text.lastIndexOf('\n[Cut:'));
  expect(`${beginning}${rest.structured.content}`).toBe(content);
});

it('names the tool for what is no text', async () => {
  const { ok, put } = await connectTools();
  put('a.bin', Buffer.from([0, 1, 2, 255]));
  expect((await ok('read_multiple_files', { paths: ['a.bin'] })).text).toMatch(
    /^a\.bin: Error - a\.bin is not text\. Use read_media_file/,
  );
});
