import { expect, it } from 'vitest';
import { connectBehindProxy } from '../../test-support.ts';

const which = { owner: 'octo', repo: 'harbour', pullNumber: 1 };
const text = (last: string) => `one\ntwo\nthree\nfour\n${'.\n'.repeat(20)}${last}\n`;
const seed = { commits: [{ message: 'Begin', files: { 'a.txt': text('end') } }] };
const commits = [{ message: 'Change', files: { 'a.txt': `zero\n${text('END')}`, 'new.txt': 'a\nb\n' } }];

async function connectReview() {
  const connected = await connectBehindProxy(seed);
  connected.harbour.pull({ title: 'Change', head: 'change', commits, author: 'ada' });
  const posted = () => connected.proxy.seen.filter(({ method }) => method === 'POST');
  return { ...connected, posted };
}

it('sends verdict, comments and suggestions in one call, for the commit that was checked', async () => {
  const { ok, harbour, posted } = await connectReview();
  const comments = [
    { path: 'a.txt', line: 1, body: 'Why zero?', suggestion: 'null' },
    { path: 'a.txt', line: 4, startLine: 2, body: 'These.' },
    { path: 'a.txt', line: 25, side: 'LEFT', body: 'Gone?' },
    { path: 'new.txt', line: 2, suggestion: '```\ncode\n```\n' },
  ];
  const answer = await ok('create_review', { ...which, event: 'REQUEST_CHANGES', body: 'Please.', comments });
  expect(answer).toEqual({
    id: expect.any(Number),
    state: 'CHANGES_REQUESTED',
    url: expect.stringContaining('/octo/harbour/pull/1#pullrequestreview-'),
    headSha: harbour.sha('change'),
  });
  expect(posted()).toHaveLength(1);
  expect(JSON.parse(posted()[0]?.body ?? '')).toMatchInlineSnapshot(`
    {
      "body": "Please.",
      "comments": [
        {
          "body": "Why zero?

    \`\`\`suggestion
    null
    \`\`\`",
          "line": 1,
          "path": "a.txt",
          "side": "RIGHT",
        },
        {
          "body": "These.",
          "line": 4,
          "path": "a.txt",
          "side": "RIGHT",
          "start_line": 2,
          "start_side": "RIGHT",
        },
        {
          "body": "Gone?",
          "line": 25,
          "path": "a.txt",
          "side": "LEFT",
        },
        {
          "body": "\`\`\`\`suggestion
    \`\`\`
    code
    \`\`\`
    \`\`\`\`",
          "line": 2,
          "path": "new.txt",
          "side": "RIGHT",
        },
      ],
      "commit_id": "0fb0edad49d64741d816bf089cbf2e1d33db51ef",
      "event": "REQUEST_CHANGES",
    }
  `);
});

it.each([
  [
    { path: 'a.txt', line: 12 },
    /comments\[1\]: line 12 is not within one hunk of "a.txt" on RIGHT/,
    /1-4, 23-26/,
  ],
  [{ path: 'a.txt', line: 23, startLine: 3 }, /lines 3-23 are not within one hunk/, /1-4/],
  [{ path: 'a.txt', line: 1e9, startLine: 1 }, /not within one hunk/, /1-4/],
  [{ path: 'nowhere', line: 1 }, /does not change "nowhere"/, /get_pull_request_diff/],
  [{ path: 'a.txt', line: 1, startLine: 2 }, /startLine comes after line/, /./],
  [{ path: 'a.txt', line: 1, side: 'LEFT', suggestion: 'x' }, /only replace lines of side RIGHT/, /./],
  [{ path: 'a.txt', line: 1, body: '' }, /neither body nor suggestion/, /./],
])('refuses %o before anything is sent', async (comment, message, next) => {
  const { refused, posted } = await connectReview();
  const comments = [
    { path: 'a.txt', line: 1, body: 'ok' },
    { body: 'x', ...comment },
  ];
  const error = await refused('create_review', { ...which, comments });
  expect([error.code, error.message]).toEqual(['invalid_arguments', expect.stringMatching(message)]);
  expect(error.next).toMatch(next);
  expect(posted()).toEqual([]);
});

it('does not review a commit that is not the head any more, nor without a word', async () => {
  const { refused, harbour, posted } = await connectReview();
  const commitID = harbour.sha('change');
  harbour.push('change', [{ message: 'More', files: { c: 'c' } }]);
  expect(await refused('create_review', { ...which, event: 'APPROVE', commitID })).toMatchObject({
    code: 'conflict',
    data: { headSha: harbour.sha('change') },
  });
  for (const event of ['COMMENT', 'REQUEST_CHANGES']) {
    expect(await refused('create_review', { ...which, event })).toMatchObject({ code: 'invalid_arguments' });
  }
  expect(posted()).toEqual([]);
});

it('says when it is unknown whether the review was made', async () => {
  const { refused, proxy, posted } = await connectReview();
  proxy.script({ kind: 'reset', when: 'after', method: 'POST' });
  expect(await refused('create_review', { ...which, event: 'APPROVE' })).toMatchObject({
    code: 'unavailable',
    next: 'Check with get_pull_request, include reviews, whether it is there before you call again.',
  });
  expect(posted()).toHaveLength(1);
});
