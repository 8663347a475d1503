import { describe, expect, it } from 'vitest';
import { owner, refusal, validGithub } from '../../test-support.ts';

const at = { owner: 'octo', repo: 'harbour' };

async function filled() {
  const double = await validGithub({ sizes: { treeEntries: 4 } });
  const repo = double.repository('octo/harbour', {
    commits: [
      { message: 'One', files: { 'a.txt': 'a', 'b/c.txt': 'c', 'b/d.txt': 'd' } },
      { message: 'Two', files: { 'a.txt': 'aa' } },
    ],
    branches: { topic: [{ message: 'Three', files: { 'e.txt': 'e' } }] },
    tags: { light: 'main', heavy: { at: 'main', message: 'Signed off' } },
  });
  return { double, repo, rest: owner(double).rest };
}

describe('git data', () => {
  it('write many files in one commit and move a branch to it', async () => {
    const { rest, repo } = await filled();
    const blob = await rest.git.createBlob({
      ...at,
      content: Buffer.from('bytes').toString('base64'),
      encoding: 'base64',
    });
    const tree = await rest.git.createTree({
      ...at,
      base_tree: repo.sha(),
      tree: [
        { path: 'b/new.bin', mode: '100644', type: 'blob', sha: blob.data.sha },
        { path: 'run.sh', mode: '100755', type: 'blob', content: 'true\n' },
        { path: 'a.txt', mode: '100644', type: 'blob', sha: null },
      ],
    });
    const commit = await rest.git.createCommit({
      ...at,
      message: 'Many',
      tree: tree.data.sha,
      parents: [repo.sha()],
    });
    await rest.git.updateRef({ ...at, ref: 'heads/main', sha: commit.data.sha });
    const { data } = await rest.repos.getCommit({ ...at, ref: 'main' });
    expect(data.files?.map(({ filename, status }) => [filename, status])).toEqual([
      ['a.txt', 'removed'],
      ['b/new.bin', 'added'],
      ['run.sh', 'added'],
    ]);
    expect(data.author?.login).toBe('octo');
    expect((await rest.git.getCommit({ ...at, commit_sha: commit.data.sha })).data.message).toBe('Many');
    expect((await rest.git.getBlob({ ...at, file_sha: blob.data.sha })).data).toMatchObject({
      size: 5,
      encoding: 'base64',
    });
  });

  it('refuse what git would refuse', async () => {
    const { rest, repo } = await filled();
    const ref = 'heads/main';
    const moved = rest.git.updateRef({ ...at, ref, sha: repo.sha('topic') });
    await moved;
    const back = rest.git.updateRef({ ...at, ref, sha: repo.sha('light') });
    expect(await refusal(back)).toMatchObject({
      status: 422,
      message: expect.stringContaining('not a fast forward'),
    });
    await rest.git.updateRef({ ...at, ref, sha: repo.sha('light'), force: true });
    expect(repo.sha()).toBe(repo.sha('light'));
    const sha = repo.sha();
    expect(await refusal(rest.git.createRef({ ...at, ref: 'refs/heads/topic', sha }))).toMatchObject({
      status: 422,
    });
    expect(await refusal(rest.git.createRef({ ...at, ref: 'refs/heads/a..b', sha }))).toMatchObject({
      status: 422,
    });
    expect(
      await refusal(rest.git.createRef({ ...at, ref: 'refs/heads/x', sha: 'c'.repeat(40) })),
    ).toMatchObject({ status: 422 });
    expect(await refusal(rest.git.updateRef({ ...at, ref: 'heads/none', sha }))).toMatchObject({
      status: 422,
    });
    expect(await refusal(rest.git.createCommit({ ...at, message: 'x', tree: sha }))).toMatchObject({
      status: 422,
    });
    expect(await refusal(rest.git.createTree({ ...at, base_tree: 'd'.repeat(40), tree: [] }))).toMatchObject({
      status: 422,
    });
    const bad = rest.git.createTree({
      ...at,
      tree: [{ path: '../x', mode: '100644', type: 'blob', content: 'x' }],
    });
    expect(await refusal(bad)).toMatchObject({ status: 422 });
  });

  it('name branches and tags', async () => {
    const { rest, repo } = await filled();
    await rest.git.createRef({ ...at, ref: 'refs/heads/feature/one', sha: repo.sha() });
    expect((await rest.git.getRef({ ...at, ref: 'heads/feature/one' })).data.object.sha).toBe(repo.sha());
    expect((await rest.repos.getBranch({ ...at, branch: 'feature/one' })).data.name).toBe('feature/one');
    const matching = await rest.git.listMatchingRefs({ ...at, ref: 'heads/' });
    expect(matching.data.map(({ ref }) => ref)).toEqual([
      'refs/heads/feature/one',
      'refs/heads/main',
      'refs/heads/topic',
    ]);
    await rest.git.deleteRef({ ...at, ref: 'heads/feature/one' });
    expect(await refusal(rest.git.getRef({ ...at, ref: 'heads/feature/one' }))).toMatchObject({
      status: 404,
    });
    expect(
      (await rest.repos.listTags(at)).data.map(({ name, commit }) => [name, commit.sha === repo.sha()]),
    ).toEqual([
      ['light', true],
      ['heavy', true],
    ]);
    const heavy = (await rest.git.getRef({ ...at, ref: 'tags/heavy' })).data.object;
    expect(heavy.type).toBe('tag');
    const tag = await rest.git.getTag({ ...at, tag_sha: heavy.sha });
    expect(tag.data).toMatchObject({ tag: 'heavy', message: 'Signed off', object: { sha: repo.sha() } });
  });

  it('cut a long tree short', async () => {
    const { rest } = await filled();
    const whole = await rest.git.getTree({ ...at, tree_sha: 'main', recursive: '1' });
    expect(whole.data).toMatchObject({ truncated: false });
    expect(whole.data.tree.map(({ path, type }) => `${type} ${path}`)).toEqual([
      'blob a.txt',
      'tree b',
      'blob b/c.txt',
      'blob b/d.txt',
    ]);
    const more = await rest.git.getTree({ ...at, tree_sha: 'topic', recursive: '1' });
    expect(more.data).toMatchObject({ truncated: true, tree: { length: 4 } });
    expect((await rest.git.getTree({ ...at, tree_sha: 'main' })).data.tree).toHaveLength(2);
  });
});
