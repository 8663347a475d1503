import { describe, expect, it } from 'vitest';
import { owner, refusal, validGithub } from '../../test-support.ts';

const at = { owner: 'octo', repo: 'harbour' };

async function filled() {
  const double = await validGithub();
  const repo = double.repository('octo/harbour', {
    commits: [
      {
        message: 'One',
        files: { 'a.ts': 'line 1\nline 2\nline 3\nline 4\n', 'b.ts': 'b\n' },
        date: '2026-02-01T00:00:00Z',
      },
      {
        message: 'Two\n\nWith a body',
        files: { 'b.ts': 'bb\n' },
        author: 'ada',
        date: '2026-02-02T00:00:00Z',
      },
      {
        message: 'Three',
        files: { 'a.ts': { symlink: 'b.ts' } },
        author: { name: 'Nobody', email: 'n@x.org' },
        date: '2026-02-03T00:00:00Z',
      },
    ],
    branches: {
      topic: {
        from: 'main',
        commits: [
          { message: 'Four', files: { 'b.ts': null, 'c/b.ts': 'bb\n' }, date: '2026-02-04T00:00:00Z' },
        ],
      },
    },
  });
  return { double, repo, rest: owner(double).rest };
}

describe('commits', () => {
  it.each([
    [{}, ['Three', 'Two', 'One']],
    [{ author: 'ada' }, ['Two']],
    [{ author: 'n@x.org' }, ['Three']],
    [{ path: 'b.ts' }, ['Two', 'One']],
    [{ since: '2026-02-02T00:00:00Z' }, ['Three', 'Two']],
    [{ until: '2026-02-01T12:00:00Z' }, ['One']],
    [{ sha: 'topic', per_page: 2 }, ['Four', 'Three']],
    [{ sha: 'topic', per_page: 2, page: 2 }, ['Two', 'One']],
  ])('asked for with %j are %j', async (query, expected) => {
    const { rest } = await filled();
    const { data } = await rest.repos.listCommits({ ...at, ...query });
    expect(data.map(({ commit }) => commit.message.split('\n')[0])).toEqual(expected);
  });

  it('know the accounts behind addresses, where there are any', async () => {
    const { rest } = await filled();
    const { data } = await rest.repos.listCommits(at);
    expect(data.map(({ author }) => author?.login)).toEqual([undefined, 'ada', 'octo']);
  });

  it('show what they changed, also a file that became a link', async () => {
    const { rest } = await filled();
    const { data } = await rest.repos.getCommit({ ...at, ref: 'main' });
    expect(data.files).toMatchObject([
      { filename: 'a.ts', status: 'changed', patch: expect.stringContaining('-line 4') },
    ]);
    expect(data.stats).toEqual({ total: 5, additions: 1, deletions: 4 });
    const diff = await rest.repos.getCommit({ ...at, ref: 'topic', mediaType: { format: 'diff' } });
    expect(diff.data).toContain('rename from b.ts\nrename to c/b.ts\n');
    const patch = await rest.repos.getCommit({ ...at, ref: 'topic', mediaType: { format: 'patch' } });
    expect(patch.data).toContain('Subject: [PATCH] Four');
    expect(await refusal(rest.repos.getCommit({ ...at, ref: 'abcdef1' }))).toMatchObject({ status: 422 });
  });

  it('of options of git are no commits', async () => {
    const { rest } = await filled();
    expect(await refusal(rest.repos.listCommits({ ...at, sha: '--all' }))).toMatchObject({ status: 404 });
    expect(await refusal(rest.repos.getCommit({ ...at, ref: '--output=x' }))).toMatchObject({ status: 422 });
  });
});

describe('a comparison', () => {
  it('counts what is ahead and behind, and finds renames', async () => {
    const { rest, repo } = await filled();
    repo.push('main', [{ message: 'Five', files: { d: 'd\n' } }]);
    const { data } = await rest.repos.compareCommitsWithBasehead({ ...at, basehead: 'main...topic' });
    expect(data).toMatchObject({ status: 'diverged', ahead_by: 1, behind_by: 1, total_commits: 1 });
    expect(data.files).toMatchObject([
      { filename: 'c/b.ts', previous_filename: 'b.ts', status: 'renamed', changes: 0 },
    ]);
    expect(data.files?.[0]).not.toHaveProperty('patch');
    const same = await rest.repos.compareCommitsWithBasehead({ ...at, basehead: 'main...main' });
    expect(same.data).toMatchObject({ status: 'identical', files: [] });
    const none = rest.repos.compareCommitsWithBasehead({ ...at, basehead: 'main...nowhere' });
    expect(await refusal(none)).toMatchObject({ status: 404 });
  });

  it('has its files on the first page only', async () => {
    const { rest } = await filled();
    const query = {
      ...at,
      basehead: 'main~2...topic'.replace('main~2', (await rest.repos.listCommits(at)).data[2]?.sha ?? ''),
      per_page: 2,
    };
    const first = await rest.repos.compareCommitsWithBasehead(query);
    expect(first.data.commits).toHaveLength(2);
    expect(first.data.files).toHaveLength(3);
    const second = await rest.repos.compareCommitsWithBasehead({ ...query, page: 2 });
    expect(second.data.commits).toHaveLength(1);
    expect(second.data.files).toBeUndefined();
  });

  it('reaches into forks', async () => {
    const { double, rest, repo } = await filled();
    const fork = double.fork(repo, 'ada');
    fork.push('idea', [{ message: 'Idea', files: { idea: 'i\n' } }]);
    const { data } = await rest.repos.compareCommitsWithBasehead({ ...at, basehead: 'main...ada:idea' });
    expect(data).toMatchObject({ status: 'ahead', ahead_by: 1, files: [{ filename: 'idea' }] });
  });
});

it('a merge of branches conflicts as git says', async () => {
  const { rest, repo } = await filled();
  repo.push('other', [{ message: 'Other', files: { 'b.ts': 'else\n' } }], 'main');
  repo.push('third', [{ message: 'Third', files: { 'b.ts': 'more\n' } }], 'main');
  await rest.repos.merge({ ...at, base: 'main', head: 'other' });
  expect(await refusal(rest.repos.merge({ ...at, base: 'main', head: 'third' }))).toMatchObject({
    status: 409,
  });
  expect((await rest.repos.merge({ ...at, base: 'main', head: 'other' })).status).toBe(204);
});
