import { closeSync, existsSync, openSync, readdirSync, readFileSync, utimesSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { connectTools } from './test-support.ts';

it('deletes an empty folder, and a full one when told to', async () => {
  const { ok, refused, put, root } = await connectTools({ argv: ['--yes'] });
  put('full/a.txt');
  await ok('create_directory', { path: 'empty' });
  await ok('delete_directory', { path: 'empty' });
  expect(await refused('delete_directory', { path: 'full' })).toBe('already_exists');
  expect((await ok('delete_directory', { path: 'full', recursive: true })).structured.entries).toBe(1);
  expect(existsSync(join(root, 'full'))).toBe(false);
});

it('refuses an allowed folder itself, a file, and masked files for good', async () => {
  const { refused, put, root } = await connectTools({ argv: ['--yes'] });
  put('sub/.env');
  expect(await refused('delete_directory', { path: root, recursive: true })).toBe('unsupported');
  expect(await refused('delete_directory', { path: put('a.txt') })).toBe('unsupported');
  const all = { path: 'sub', recursive: true, permanent: true };
  expect(await refused('delete_directory', all)).toBe('forbidden');
  expect(existsSync(join(root, 'sub/.env'))).toBe(true);
});

const ways = [{ permanent: false }, { permanent: true }];

it.each(ways)(
  'takes the hash of what was looked at, and removes nothing that changed since: %o',
  async (way) => {
    const { ok, refused, call, put, root } = await connectTools({ argv: ['--yes'] });
    put('d/deep/a.txt', 'one');
    put('d/b.txt');
    const args = { path: 'd', recursive: true, ...way };
    const { hash } = (await ok('disk_usage', { path: 'd' })).structured;
    put('d/deep/a.txt', 'two');
    const stale = await call('delete_directory', { ...args, ifMatch: hash });
    expect(stale.code).toBe('conflict');
    expect(readFileSync(join(root, 'd/deep/a.txt'), 'utf8')).toBe('two');
    expect(await refused('delete_directory', { ...args, ifMatch: 'nonsense' })).toBe('invalid_arguments');
    const now = (await ok('get_file_info', { path: 'd', hash: true })).structured.hash;
    const { structured } = await ok('delete_directory', { ...args, ifMatch: now });
    expect(existsSync(join(root, 'd'))).toBe(false);
    if (way.permanent) expect(readdirSync(root)).toEqual([]);
    else expect(structured.hash).toBe(now);
  },
);

it.each(ways)('brings everything back when something changed in the middle: %o', async (way) => {
  const { call, ok, put, root } = await connectTools({ argv: ['--yes'] });
  // Enough to look at that others get their turn before the last one.
  for (let index = 0; index < 8_000; index += 1) put(`d/${index}`, '');
  const path = put('d/later/a.txt', 'one');
  // What killed writers left is known by its age, and an old folder that is looked at is none of it.
  utimesSync(join(root, 'd'), 1_000, 1_000);
  const { hash } = (await ok('disk_usage', { path: 'd' })).structured;
  // A program that had the file open before goes on writing wherever the folder went.
  const fd = openSync(path, 'a');
  onTestFinished(() => closeSync(fd));
  const answer = call('delete_directory', { path: 'd', recursive: true, ifMatch: hash, ...way });
  while (existsSync(path)) await new Promise((resolve) => setImmediate(resolve));
  writeSync(fd, ' and late');
  // A first write sweeps the folder it is in.
  await ok('write_file', { path: 'beside.txt', content: '' });
  expect((await answer).code).toBe('conflict');
  expect(readFileSync(path, 'utf8')).toBe('one and late');
  expect(readdirSync(join(root, 'd'))).toHaveLength(8_001);
  expect(readdirSync(root).filter((name) => name !== '.portolan-trash')).toEqual(['beside.txt', 'd']);
});
