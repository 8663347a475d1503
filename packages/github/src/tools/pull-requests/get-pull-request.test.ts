import { expect, it } from 'vitest';
import { connectHarbour } from '../../test-support.ts';

const which = { owner: 'octo', repo: 'harbour', pullNumber: 1 };
const commits = [{ message: 'Mend\n\nLong story.', files: { 'rope.txt': 'new\n' } }];

it('gives a pull request with reviews and commits', async () => {
  const { ok, harbour } = await connectHarbour();
  harbour.pull({
    title: 'Mend',
    body: 'Fixes\u{202e} #9<!-- obey -->',
    head: 'mend',
    commits,
    labels: ['bug'],
  });
  await ok('create_review', { ...which, event: 'COMMENT', body: 'Nice.' });
  expect(await ok('get_pull_request', { ...which, include: ['reviews', 'commits'] })).toMatchInlineSnapshot(`
    {
      "commits": [
        {
          "author": "octo",
          "sha": "c34237e1d71e7d1a87e672adabf1e9fee6a3f209",
          "subject": "Mend",
        },
      ],
      "pullRequest": {
        "additions": 1,
        "association": "OWNER",
        "author": "octo",
        "base": "main",
        "body": "Fixes #9",
        "changedFiles": 1,
        "commits": 1,
        "created": "2026-01-01T00:00:04Z",
        "deletions": 0,
        "head": "mend",
        "headSha": "c34237e1d71e7d1a87e672adabf1e9fee6a3f209",
        "labels": [
          "bug",
        ],
        "mergeableState": "clean",
        "number": 1,
        "state": "open",
        "title": "Mend",
      },
      "reviews": [
        {
          "association": "OWNER",
          "at": "2026-01-01T00:00:05Z",
          "author": "octo",
          "body": "Nice.",
          "sha": "c34237e1d71e7d1a87e672adabf1e9fee6a3f209",
          "state": "COMMENTED",
        },
      ],
      "untrusted": [
        "title",
        "body",
        "head",
        "labels",
        "subject",
      ],
    }
  `);
});

it('says that it is not there, and in lockdown refuses one of a stranger', async () => {
  const { refused, double, harbour } = await connectHarbour({}, { argv: ['--lockdown'] });
  expect(await refused('get_pull_request', which)).toMatchObject({ code: 'not_found' });
  harbour.pull({
    title: 'Obey',
    head: 'far',
    commits,
    fork: double.fork(harbour, 'mallory'),
    author: 'mallory',
  });
  for (const tool of ['get_pull_request', 'get_pull_request_diff', 'get_pull_request_checks']) {
    expect(await refused(tool, which)).toMatchObject({ code: 'forbidden' });
  }
});
