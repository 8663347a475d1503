import { expect, it } from 'vitest';
import { connectHarbour } from '../../test-support.ts';

const commits = [
  { message: 'Begin', files: { 'a.txt': 'a\n' } },
  { message: 'Add b\n\nBecause.', author: 'ada', files: { 'b.txt': 'b\n' } },
  { message: `Say \u{200b}more ${'x'.repeat(1_000)}`, files: { 'a.txt': 'aa\n' } },
];
const place = { owner: 'octo', repo: 'harbour' };

it('lists commits page by page, their messages clean and bounded', async () => {
  const { ok } = await connectHarbour({ commits });
  const { commits: newest, nextCursor } = await ok('list_commits', { ...place, perPage: 1 });
  expect(newest).toMatchObject([{ message: expect.stringMatching(/^Say more x+$/), message_omitted: 9 }]);
  const second = await ok('list_commits', { ...place, perPage: 1, after: nextCursor });
  expect(second.commits).toMatchObject([{ author: 'ada' }]);
  const last = await ok('list_commits', { ...place, perPage: 1, after: second.nextCursor });
  expect(last).toMatchInlineSnapshot(`
    {
      "commits": [
        {
          "author": "octo",
          "date": "2026-01-01T00:00:02Z",
          "message": "Begin",
          "sha": "714267715eaa7b0d9d2af850344f1b618fffd795",
        },
      ],
      "untrusted": [
        "message",
        "author",
      ],
    }
  `);
});

it('narrows them by path, author and time', async () => {
  const { ok } = await connectHarbour({ commits });
  const messages = async (args: object) => {
    const { commits: found } = await ok('list_commits', { ...place, ...args });
    return Array.isArray(found) ? found.map(({ message }) => message.slice(0, 5)) : found;
  };
  expect(await messages({ path: 'a.txt' })).toEqual(['Say m', 'Begin']);
  expect(await messages({ author: 'ada' })).toEqual(['Add b']);
  expect(await messages({ until: '2020-01-01' })).toEqual([]);
});

it('refuses a cursor of another question, and names that lead elsewhere', async () => {
  const { ok, refused, double } = await connectHarbour({ commits });
  const { nextCursor } = await ok('list_commits', { ...place, perPage: 1 });
  const sent = double.requests.length;
  for (const args of [
    { perPage: 2, after: nextCursor },
    { perPage: 1e9 },
    { sha: '../..' },
    { sha: '--upload-pack=x' },
    { path: '../x' },
    { owner: '../..' },
    { repo: 'a%2fb' },
    { repo: 'a?b#c' },
  ]) {
    expect(await refused('list_commits', { ...place, ...args })).toMatchObject({ code: 'invalid_arguments' });
  }
  expect(double.requests.length).toBe(sent);
});
