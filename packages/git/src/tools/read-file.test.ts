import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectGit } from '../test-support.ts';

it('reads a file as it was, or lines of it', async () => {
  const { ok, commit } = await connectGit();
  commit('one', { f: '1\n2\n3\n' });
  commit('two', { f: 'new\n' });
  const { structured, text } = await ok('read_file', { path: 'f', revision: 'HEAD~1' });
  expect(structured).toEqual({ content: '1\n2\n3\n', kind: 'file', size: 6, encoding: 'utf-8' });
  expect(text).toBe('1\n2\n3\n');
  const part = await ok('read_file', { path: 'f', revision: 'HEAD~1', start_line: 2, max_lines: 1 });
  expect(part.structured).toMatchObject({ content: '2\n', nextLine: 3 });
});

it('goes through a long file in parts that are small and lose nothing', async () => {
  const { ok, commit } = await connectGit();
  const content = Array.from({ length: 20_000 }, (_, index) => `"line" \\ ${index} é\n`).join('');
  commit('one', { f: content });
  let read = '';
  let from: unknown = 1;
  do {
    const { structured, bytes } = await ok('read_file', { path: 'f', start_line: from });
    expect(bytes).toBeLessThanOrEqual(65_536);
    read += structured.content;
    from = structured.nextLine;
  } while (from !== undefined);
  expect(read).toBe(content);
});

it('knows encodings, binary and LFS files, links and folders', async () => {
  const { ok, call, refused, commit, repo } = await connectGit();
  symlinkSync('/etc/passwd', join(repo, 'link'));
  commit('one', {
    latin: Buffer.from('caf\xe9\n', 'latin1'),
    wide: Buffer.from('\ufeffwide\n', 'utf16le'),
    bin: Buffer.from([1, 0, 2]),
    lfs: `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 5\n`,
    'dir/x': 'x',
  });
  const read = async (path: string) => (await ok('read_file', { path })).structured;
  expect(await read('latin')).toMatchObject({ content: 'café\n', encoding: 'windows-1252' });
  expect(await read('wide')).toMatchObject({
    content: expect.stringContaining('wide'),
    encoding: 'utf-16le',
  });
  expect(await read('lfs')).toMatchObject({ lfs: true });
  expect(await read('link')).toMatchObject({ kind: 'symlink', content: '/etc/passwd' });
  expect(await refused('read_file', { path: 'bin' })).toBe('unsupported');
  expect(await refused('read_file', { path: 'dir' })).toBe('unsupported');
  const none = await call('read_file', { path: 'no "é"' });
  expect(none.error).toMatchObject({
    code: 'not_found',
    message: 'The path "no \\"é\\"" does not exist at that revision.',
  });
});
