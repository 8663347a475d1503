import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { connectGit } from '../test-support.ts';

const Files = z.array(
  z.object({
    path: z.string(),
    content: z.string(),
    nextLine: z.number().optional(),
    nextOffset: z.number().optional(),
  }),
);

it('gives the text of each file at its revision, in the order asked', async () => {
  const { ok, commit, repo } = await connectGit();
  const old = commit('one', { a: 'one\n', 'dir/b': 'b\n' });
  symlinkSync('dir/b', join(repo, 'link'));
  commit('two', { a: 'two\n', lfs: 'version https://git-lfs.github.com/spec/v1\n' });
  const files = [
    { path: 'dir/b' },
    { path: 'a' },
    { path: 'a', revision: old },
    { path: './link', revision: 'main' },
    { path: 'lfs' },
    { path: 'a' },
  ];
  const { structured, text } = await ok('read_files', { files });
  const plain = { kind: 'file', encoding: 'utf-8' };
  expect(structured.files).toEqual([
    { path: 'dir/b', revision: 'HEAD', content: 'b\n', size: 2, ...plain },
    { path: 'a', revision: 'HEAD', content: 'two\n', size: 4, ...plain },
    { path: 'a', revision: old, content: 'one\n', size: 4, ...plain },
    { path: './link', revision: 'main', content: 'dir/b', size: 5, ...plain, kind: 'symlink' },
    { path: 'lfs', revision: 'HEAD', content: expect.any(String), size: 43, ...plain, lfs: true },
    { path: 'a', revision: 'HEAD', content: 'two\n', size: 4, ...plain },
  ]);
  expect(text).toContain(`[a at HEAD:]\ntwo\n\n[a at ${old}:]\none\n\n[./link at main:]\ndir/b\n`);
  expect(text).toContain('[This is the pointer of a file that git LFS keeps elsewhere.]');
});

it('says of each file that cannot be read why, and reads the others', async () => {
  const { ok, commit, git } = await connectGit();
  const inner = commit('one', { f: 'text\n', 'dir/x': 'x', bin: Buffer.from([1, 0, 2]) });
  git('update-index', '--add', '--cacheinfo', `160000,${inner},sub`);
  git('commit', '-q', '-m', 'a submodule');
  const cases = [
    ['none', 'HEAD', 'not_found', 'The path "none" does not exist at that revision.'],
    ['f/none', 'HEAD', 'not_found', 'The path "f/none" does not exist at that revision.'],
    ['f', 'nope', 'not_found', 'revision names no commit of this repository: "nope".'],
    ['f', '--output=x', 'invalid_arguments', 'revision is not a revision.'],
    ['../f', 'HEAD', 'outside_roots', 'path leads out of the repository.'],
    ['.git/config', 'HEAD', 'invalid_arguments', 'path leads into the git folder.'],
    ['dir', 'HEAD', 'unsupported', 'The path is a folder. Use list_files.'],
    ['sub', 'HEAD', 'unsupported', 'The path is a submodule: another repository.'],
    ['bin', 'HEAD', 'unsupported', 'The file is binary.'],
  ] as const;
  const asked = cases.map(([path, revision]) => ({ path, revision }));
  const read = { path: 'f', revision: 'HEAD' };
  const { structured, text } = await ok('read_files', { files: [read, ...asked, read] });
  const found = { ...read, content: 'text\n', kind: 'file', size: 5, encoding: 'utf-8' };
  expect(structured.files).toEqual([
    found,
    ...cases.map(([path, revision, error, message]) => ({
      path,
      revision,
      error,
      message: expect.stringContaining(message),
    })),
    found,
  ]);
  for (const [path, revision, , message] of cases)
    expect(text).toContain(`[${path} at ${revision}: Error - ${message}`);
});

it.each([
  ['lines', '"line" \\ é\n'.repeat(9_000)],
  ['one long line', '"é€😀'.repeat(9_000)],
])(
  'keeps fifty long files of %s in one answer, a part of each, and says where the rest is',
  async (_what, whole) => {
    const { ok, commit } = await connectGit();
    const files = Array.from({ length: 50 }, (_, index) => ({
      path: `folder/of/the/files/long-${index}.txt`,
    }));
    commit('one', Object.fromEntries(files.map(({ path }) => [path, whole])));
    const { structured, bytes, text } = await ok('read_files', { files });
    expect(bytes).toBeLessThanOrEqual(65_536);
    const read = Files.parse(structured.files);
    expect(read.map(({ path }) => path)).toEqual(files.map(({ path }) => path));
    expect(read[0]?.content.length).toBeGreaterThan(2_000);
    for (const { path, content, nextLine, nextOffset } of read) {
      expect(content.length).toBeGreaterThan(50);
      const rest = nextLine === undefined ? { offset: nextOffset } : { start_line: nextLine };
      const { structured: next } = await ok('read_file', { path, ...rest });
      expect(whole.startsWith(`${content}${next.content}`)).toBe(true);
    }
    const { nextLine, nextOffset } = read[0] ?? {};
    expect(text).toContain(
      nextLine === undefined
        ? `Go on with read_file, offset ${nextOffset}.]`
        : `[More follows: call read_file with start_line ${nextLine}.]`,
    );
  },
);

it('leaves what short files do not need to a long one, wherever it stands', async () => {
  const { ok, commit } = await connectGit();
  const short = Array.from({ length: 30 }, (_, index) => ({ path: `short-${index}` }));
  commit('one', {
    ...Object.fromEntries(short.map(({ path }) => [path, 'short\n'])),
    long: 'x'.repeat(16_000),
  });
  const last = await ok('read_files', { files: [...short, { path: 'long' }] });
  expect(Files.parse(last.structured.files).at(-1)?.content).toHaveLength(16_000);
  const first = await ok('read_files', { files: [{ path: 'long' }, { path: 'long' }, ...short] });
  const [one, two, ...others] = Files.parse(first.structured.files).map(({ content }) => content.length);
  expect([one, Number(two) < 6_000, Number(two) > 200, new Set(others)]).toEqual([
    expect.any(Number),
    true,
    true,
    new Set([6]),
  ]);
});

it('refuses no files, too many, and names that leave no room', async () => {
  const { call, refused, commit } = await connectGit();
  commit('one', { f: 'text\n' });
  const named = (path: string, count: number) => ({ files: Array.from({ length: count }, () => ({ path })) });
  expect(await refused('read_files', named('f', 0))).toBe('invalid_arguments');
  expect(await refused('read_files', named('f', 51))).toBe('invalid_arguments');
  const { error } = await call('read_files', named('n'.repeat(4_000), 6));
  expect(error).toMatchObject({ code: 'too_large', next: 'Read fewer files at once.' });
});

it('stays small also where long names are not there, and still says of each why', async () => {
  const { ok, commit } = await connectGit();
  commit('one', { f: 'text\n' });
  const files = Array.from({ length: 50 }, (_, index) => ({ path: `${'"'.repeat(98)}${index}` }));
  const { bytes, structured } = await ok('read_files', { files });
  expect(bytes).toBeLessThanOrEqual(65_536);
  const failure = { error: 'not_found', message: expect.stringMatching(/^The path ".*(?:…|does\.)$/) };
  expect(structured.files).toEqual(files.map(({ path }) => ({ path, revision: 'HEAD', ...failure })));
});
