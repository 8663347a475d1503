import { chmodSync, statSync } from 'node:fs';
import { expect, it } from 'vitest';
import { connectTools } from './test-support.ts';

it('tells the official fields', async () => {
  const { ok, put } = await connectTools();
  const path = put('a.txt', 'one');
  chmodSync(path, 0o640);
  const { text, structured } = await ok('get_file_info', { path });
  const { birthtime, mtime } = statSync(path);
  expect(text.split('\n')).toMatchObject([
    'size: 3',
    `created: ${birthtime}`,
    `modified: ${mtime}`,
    expect.stringMatching(/^accessed: /),
    'isDirectory: false',
    'isFile: true',
    'permissions: 640',
  ]);
  expect(structured).toMatchObject({ kind: 'file', size: 3, modified: mtime.toISOString(), symlink: false });
});

it('says by which pattern a file is masked, and refuses what does not exist', async () => {
  const { ok, refused, put } = await connectTools();
  expect((await ok('get_file_info', { path: put('.env') })).structured.deniedBy).toBe('.env');
  expect(await refused('get_file_info', { path: 'none' })).toBe('not_found');
});
