import { describe, expect, it } from 'vitest';
import { owner, refusal, validGithub } from '../../test-support.ts';

const at = { owner: 'octo', repo: 'harbour' };
const base64 = (text: string) => Buffer.from(text).toString('base64');

async function filled() {
  const double = await validGithub({ sizes: { contentBytes: 1000 } });
  const repo = double.repository('octo/harbour', {
    commits: [
      {
        message: 'All kinds',
        files: {
          'README.md': '# Harbour\n',
          'docs/a b%.md': 'odd\n',
          'big.txt': 'x'.repeat(1001),
          'logo.png': Buffer.from([0, 1, 255]),
          inside: { symlink: 'docs/../README.md' },
          outside: { symlink: '../../etc/passwd' },
          'run.sh': { content: 'true\n', executable: true },
          lib: { submodule: 'a'.repeat(40) },
          '.gitmodules': '[submodule "lib"]\n\tpath = lib\n\turl = https://example.org/lib.git\n',
          'model.bin': 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12345\n',
        },
      },
    ],
  });
  return { double, repo, rest: owner(double).rest };
}

describe('contents', () => {
  it.each([
    ['README.md', { type: 'file', encoding: 'base64', content: `${base64('# Harbour\n')}\n` }],
    ['docs/a b%.md', { type: 'file', path: 'docs/a b%.md', size: 4 }],
    ['big.txt', { type: 'file', encoding: 'none', content: '', size: 1001 }],
    ['inside', { type: 'file', content: `${base64('# Harbour\n')}\n` }],
    ['outside', { type: 'symlink', target: '../../etc/passwd' }],
    ['lib', { type: 'submodule', submodule_git_url: 'https://example.org/lib.git' }],
    ['docs', [{ type: 'file', name: 'a b%.md' }]],
  ])('of %s are %j', async (path, expected) => {
    const { rest } = await filled();
    expect((await rest.repos.getContent({ ...at, path })).data).toMatchObject(expected);
  });

  it('come raw, as an object and from a ref', async () => {
    const { rest, repo } = await filled();
    repo.push('topic', [{ message: 'Change', files: { 'README.md': 'changed\n' } }]);
    const raw = await rest.repos.getContent({
      ...at,
      path: 'README.md',
      ref: 'topic',
      mediaType: { format: 'raw' },
    });
    expect(raw.data).toBe('changed\n');
    const object = await rest.repos.getContent({ ...at, path: 'docs', mediaType: { format: 'object' } });
    expect(object.data).toMatchObject({ type: 'dir', entries: [{ name: 'a b%.md' }] });
    const root = await rest.repos.getContent({ ...at, path: '' });
    expect(root.data).toMatchObject(
      expect.arrayContaining([expect.objectContaining({ name: 'lib', type: 'file' })]),
    );
    expect(await refusal(rest.repos.getContent({ ...at, path: 'README.md', ref: 'nowhere' }))).toMatchObject({
      status: 404,
    });
  });

  it('are written, changed and removed with the hash of what is there', async () => {
    const { rest, repo } = await filled();
    const first = await rest.repos.createOrUpdateFileContents({
      ...at,
      path: 'new.md',
      message: 'New',
      content: base64('1'),
    });
    expect(first.status).toBe(201);
    const sha = first.data.content?.sha ?? '';
    const change = { ...at, path: 'new.md', message: 'Change', content: base64('2') };
    expect(await refusal(rest.repos.createOrUpdateFileContents(change))).toMatchObject({ status: 422 });
    const stale = rest.repos.createOrUpdateFileContents({ ...change, sha: 'b'.repeat(40) });
    expect(await refusal(stale)).toMatchObject({
      status: 409,
      message: expect.stringContaining('does not match'),
    });
    const second = await rest.repos.createOrUpdateFileContents({ ...change, sha });
    expect(second).toMatchObject({ status: 200, data: { commit: { message: 'Change' } } });
    expect(repo.repo.git.read(second.data.content?.sha ?? '').toString()).toBe('2');
    await rest.repos.deleteFile({
      ...at,
      path: 'new.md',
      message: 'Gone',
      sha: second.data.content?.sha ?? '',
    });
    expect(await refusal(rest.repos.getContent({ ...at, path: 'new.md' }))).toMatchObject({ status: 404 });
    expect(repo.repo.git.entry(repo.sha(), 'run.sh')?.mode).toBe('100755');
  });

  it.each(['../up', 'a/../b', '.git/config', 'a//b'])('are not written to %s', async (path) => {
    const { rest } = await filled();
    const put = rest.repos.createOrUpdateFileContents({ ...at, path, message: 'x', content: '' });
    expect(await refusal(put)).toMatchObject({ status: 422 });
  });

  it('begin an empty repository', async () => {
    const { double, rest } = await filled();
    double.repository('octo/empty', { commits: [] });
    const empty = { owner: 'octo', repo: 'empty' };
    const missing = await refusal(rest.repos.getContent({ ...empty, path: 'a' }));
    expect(missing).toMatchObject({
      status: 404,
      message: expect.stringContaining('This repository is empty.'),
    });
    expect(await refusal(rest.repos.listCommits(empty))).toMatchObject({ status: 409 });
    expect(await refusal(rest.git.createTree({ ...empty, tree: [] }))).toMatchObject({ status: 409 });
    expect((await rest.repos.listBranches(empty)).data).toEqual([]);
    await rest.repos.createOrUpdateFileContents({
      ...empty,
      path: 'a',
      message: 'Begin',
      content: base64('a'),
    });
    expect((await rest.repos.listCommits(empty)).data).toMatchObject([
      { commit: { message: 'Begin' }, parents: [] },
    ]);
  });
});
