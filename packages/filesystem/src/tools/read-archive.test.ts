import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import * as z from 'zod';
import { connectTools, type ToolsClient } from './test-support.ts';

it('lists the entries and reads one', async () => {
  const { ok, put, root } = await connectTools();
  put('in/a.txt', 'one');
  put('in/b.bin', Buffer.from([0, 255]));
  execFileSync('tar', ['-czf', join(root, 'x.tgz'), '-C', join(root, 'in'), 'a.txt', 'b.bin']);
  const listed = await ok('read_archive', { path: 'x.tgz', limit: 1 });
  expect(listed.structured).toMatchObject({ entries: [{ name: 'a.txt', size: 3 }], truncated: true });
  const rest = await ok('read_archive', { path: 'x.tgz', limit: 1, cursor: listed.structured.nextCursor });
  expect(rest.text).toContain('b.bin');
  expect((await ok('read_archive', { path: 'x.tgz', entry: 'a.txt' })).text).toBe('one');
  const binary = await ok('read_archive', { path: 'x.tgz', entry: 'b.bin' });
  expect(binary.structured).toMatchObject({ content: 'AP8=', encoding: 'base64' });
});

it('refuses what is no archive, and an entry that is not there', async () => {
  const { refused, put, root } = await connectTools();
  const path = put('a.txt', 'hello');
  expect(await refused('read_archive', { path })).toBe('unsupported');
  execFileSync('tar', ['-cf', join(root, 'x.tar'), '-C', root, 'a.txt']);
  expect(await refused('read_archive', { path: 'x.tar', entry: 'none' })).toBe('not_found');
});

it('gives long names in shorter pages, and all of them', async () => {
  const { ok, root } = await connectTools();
  const names = Array.from({ length: 700 }, (_, at) => `${'n'.repeat(1_000)}-${at}`);
  const zip = new ZipFile();
  for (const name of names) zip.addBuffer(Buffer.alloc(0), name);
  zip.end();
  writeFileSync(join(root, 'x.zip'), await buffer(zip.outputStream));
  const first = await ok('read_archive', { path: 'x.zip' });
  const rest = await ok('read_archive', { path: 'x.zip', cursor: first.structured.nextCursor });
  expect([first.structured.truncated, rest.structured.truncated]).toEqual([true, false]);
  const listed = [first, rest].flatMap(({ text }) => text.match(/n{1000}-\d+/g));
  expect(listed).toEqual(names);
});

const Part = z.object({
  content: z.string(),
  encoding: z.enum(['text', 'base64']),
  truncated: z.boolean(),
  nextOffset: z.number().optional(),
});

/** All of an entry, part by part; each one but the last says in words where the next begins. */
async function partsOf({ ok }: Pick<ToolsClient, 'ok'>, path: string, entry: string, maxBytes?: number) {
  const parts: Buffer[] = [];
  let offset: number | undefined;
  do {
    const { structured, texts } = await ok('read_archive', { path, entry, offset, maxBytes });
    const { content, encoding, truncated, nextOffset } = Part.parse(structured);
    expect(truncated).toBe(nextOffset !== undefined);
    expect(texts.slice(1)).toEqual(truncated ? [`[Cut: go on with offset ${nextOffset}.]`] : []);
    parts.push(Buffer.from(content, encoding === 'text' ? 'utf8' : 'base64'));
    offset = nextOffset;
  } while (offset !== undefined);
  return { bytes: Buffer.concat(parts), count: parts.length };
}

it('gives a long entry in parts, whole characters of text and every byte of the rest', async () => {
  const { ok, put, root } = await connectTools();
  const text = Array.from({ length: 60_000 }, (_, at) => `${at} grüße 日本\n`).join('');
  const binary = Buffer.from(Array.from({ length: 600_001 }, (_, at) => (at * 31) % 256));
  put('in/long.txt', text);
  put('in/long.bin', binary);
  const entries = ['long.txt', 'long.bin'];
  for (const [name, how] of [
    ['x.tgz', '-czf'],
    ['x.tar', '-cf'],
  ] as const) {
    execFileSync('tar', [how, join(root, name), '-C', join(root, 'in'), ...entries]);
  }
  const zip = new ZipFile();
  zip.addBuffer(Buffer.from(text), 'long.txt');
  zip.addBuffer(binary, 'long.bin');
  zip.end();
  writeFileSync(join(root, 'x.zip'), await buffer(zip.outputStream));
  for (const archive of ['x.tgz', 'x.tar', 'x.zip']) {
    const read = await partsOf({ ok }, archive, 'long.txt');
    expect([archive, read.bytes.equals(Buffer.from(text)), read.count > 2]).toEqual([archive, true, true]);
    expect((await partsOf({ ok }, archive, 'long.bin')).bytes.equals(binary)).toBe(true);
  }
});

it('goes on with the smallest of parts, and has nothing behind the end', async () => {
  const { ok, refused, put, root } = await connectTools();
  put('in/a.txt', 'aé日b');
  execFileSync('tar', ['-cf', join(root, 'x.tar'), '-C', join(root, 'in'), 'a.txt']);
  expect((await partsOf({ ok }, 'x.tar', 'a.txt', 3)).bytes.toString()).toBe('aé日b');
  const behind = await ok('read_archive', { path: 'x.tar', entry: 'a.txt', offset: 1_000 });
  expect(behind.structured).toMatchObject({ content: '', truncated: false });
  expect(await refused('read_archive', { path: 'x.tar', offset: 1 })).toBe('invalid_arguments');
});
