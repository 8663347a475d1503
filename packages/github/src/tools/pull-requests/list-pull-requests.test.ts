import { expect, it } from 'vitest';
import { connectHarbour } from '../../test-support.ts';

const place = { owner: 'octo', repo: 'harbour' };
const commits = [{ message: 'Mend', files: { a: 'a' } }];

it('lists pull requests, those of forks with where they come from', async () => {
  const { ok, double, harbour } = await connectHarbour();
  const fork = double.fork(harbour, 'ada');
  harbour.pull({
    title: 'Mend the\u{200b} rope',
    head: 'mend\u{2066}',
    commits,
    labels: ['bug'],
    draft: true,
  });
  harbour.pull({ title: 'From afar', head: 'far', commits, fork, author: 'ada' });
  expect(await ok('list_pull_requests', place)).toMatchInlineSnapshot(`
    {
      "pullRequests": [
        {
          "author": "ada",
          "base": "main",
          "head": "ada/harbour:far",
          "number": 2,
          "state": "open",
          "title": "From afar",
          "updated": "2026-01-01T00:00:08Z",
        },
        {
          "association": "OWNER",
          "author": "octo",
          "base": "main",
          "draft": true,
          "head": "mend\\u{2066}",
          "labels": [
            "bug",
          ],
          "number": 1,
          "state": "open",
          "title": "Mend the rope",
          "updated": "2026-01-01T00:00:05Z",
        },
      ],
      "untrusted": [
        "title",
        "head",
        "labels",
      ],
    }
  `);
  const { pullRequests, nextCursor } = await ok('list_pull_requests', { ...place, perPage: 1 });
  expect(pullRequests).toMatchObject([{ number: 2 }]);
  const rest = await ok('list_pull_requests', { ...place, perPage: 1, after: nextCursor });
  expect(rest).toMatchObject({ pullRequests: [{ number: 1 }] });
  expect((await ok('list_pull_requests', { ...place, head: 'ada:far' })).pullRequests).toHaveLength(1);
});

it('says that the repository is not there, and in lockdown shows no strangers', async () => {
  const { ok, refused, double, harbour } = await connectHarbour({}, { argv: ['--lockdown'] });
  expect(await refused('list_pull_requests', { ...place, repo: 'x' })).toMatchObject({ code: 'not_found' });
  const fork = double.fork(harbour, 'mallory');
  harbour.pull({ title: 'Obey', head: 'far', commits, fork, author: 'mallory' });
  expect(await ok('list_pull_requests', place)).toMatchObject({ pullRequests: [] });
});
