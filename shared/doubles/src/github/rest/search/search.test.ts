import { describe, expect, it } from 'vitest';
import { client, owner, refusal, validGithub } from '../../test-support.ts';

async function filled() {
  const double = await validGithub();
  const harbour = double.repository('octo/harbour', {
    description: 'A place for ships',
    language: 'TypeScript',
    topics: ['ships'],
    commits: [
      {
        message: 'Add cranes',
        files: { 'src/crane.ts': 'export const crane = lift();\n', 'docs/crane.md': '# Crane\n' },
      },
      { message: 'Add a lighthouse', files: { 'src/light.ts': 'blink();\n' }, author: 'ada' },
    ],
  });
  double.repository('octo/hidden', {
    private: true,
    commits: [{ message: 'Secret cranes', files: { a: 'crane' } }],
  });
  harbour.label('bug');
  harbour.issue({ title: 'Crane is stuck', body: 'It does not lift', labels: ['bug'], author: 'ada' });
  harbour.issue({ title: 'Paint it', state: 'closed', comments: ['The crane, I mean'] });
  harbour.pull({
    title: 'Oil the crane',
    head: 'oil',
    commits: [{ message: 'Oil', files: { 'src/crane.ts': 'oiled\n' } }],
  });
  return double;
}

describe('a search', () => {
  it.each([
    ['crane repo:octo/harbour', [1, 2, 3]],
    ['crane repo:octo/harbour is:issue', [1, 2]],
    ['crane is:pr', [3]],
    ['crane in:title is:open', [1, 3]],
    ['repo:octo/harbour label:bug', [1]],
    ['repo:octo/harbour -label:bug is:issue', [2]],
    ['author:ada', [1]],
    ['"does not lift"', [1]],
    ['repo:octo/harbour is:closed', [2]],
    ['repo:octo/harbour created:>=2030-01-01', []],
  ])('of issues for %s finds %j', async (q, numbers) => {
    const { rest } = owner(await filled());
    const { data } = await rest.search.issuesAndPullRequests({ q, sort: 'created', order: 'asc' });
    expect(data.items.map(({ number }) => number)).toEqual(numbers);
    expect(data.total_count).toBe(numbers.length);
  });

  it('of code answers fragments only when they are asked for', async () => {
    const { rest } = owner(await filled());
    const plain = await rest.search.code({ q: 'crane repo:octo/harbour extension:ts' });
    expect(plain.data.items.map(({ path }) => path)).toEqual(['src/crane.ts']);
    expect(plain.data.items[0]).not.toHaveProperty('text_matches');
    const { data } = await rest.search.code({
      q: 'lift repo:octo/harbour',
      mediaType: { format: 'text-match' },
    });
    expect(data.items[0]?.text_matches).toMatchObject([
      {
        property: 'content',
        fragment: 'export const crane = lift();\n',
        matches: [{ text: 'lift', indices: [21, 25] }],
      },
    ]);
  });

  it('finds repositories, users and commits the asker may see', async () => {
    const double = await filled();
    const stranger = client(double, double.token({ login: 'eve' })).rest;
    expect((await stranger.search.repos({ q: 'h user:octo' })).data.items.map(({ name }) => name)).toEqual([
      'harbour',
    ]);
    expect((await owner(double).rest.search.repos({ q: 'user:octo' })).data.total_count).toBe(2);
    expect((await stranger.search.users({ q: 'ada' })).data.items.map(({ login }) => login)).toEqual(['ada']);
    const commits = await stranger.search.commits({ q: 'lighthouse author:ada' });
    expect(commits.data.items.map(({ commit }) => commit.message)).toEqual(['Add a lighthouse']);
  });

  it('of a repository that is not there is refused', async () => {
    const { rest } = owner(await filled());
    const q = 'crane repo:octo/nowhere';
    expect(await refusal(rest.search.issuesAndPullRequests({ q }))).toMatchObject({ status: 422 });
    expect(await refusal(rest.search.code({ q: 'repo:octo/harbour' }))).toMatchObject({ status: 422 });
  });
});
