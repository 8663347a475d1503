import { expect, it } from 'vitest';
import { json } from '../../faults/test-support.ts';
import { connectBehindProxy } from '../../test-support.ts';

const item = {
  number: 3,
  title: 'Mend the rope',
  state: 'open',
  user: { id: 1, login: 'ada' },
  author_association: 'MEMBER',
  labels: [],
  assignees: [],
  milestone: null,
  comments: 0,
  updated_at: '2026-01-01T00:00:00Z',
  repository_url: 'https://api.github.com/repos/octo/harbour',
};

it('finds pull requests by the syntax of GitHub', async () => {
  const { ok, proxy } = await connectBehindProxy();
  proxy.script(json(/^\/search\/issues/, { total_count: 1, incomplete_results: false, items: [item] }));
  expect(await ok('search_pull_requests', { owner: 'octo', query: 'author:ada' })).toMatchInlineSnapshot(`
    {
      "pullRequests": [
        {
          "association": "MEMBER",
          "author": "ada",
          "comments": 0,
          "number": 3,
          "repo": "octo/harbour",
          "state": "open",
          "title": "Mend the rope",
          "updated": "2026-01-01T00:00:00Z",
        },
      ],
      "total": 1,
      "untrusted": [
        "title",
      ],
    }
  `);
  expect(proxy.seen[0]?.path).toContain(`q=${encodeURIComponent('author:ada is:pr user:octo')}&`);
});

it('names the wait where searches come too fast', async () => {
  const { refused, proxy } = await connectBehindProxy();
  const body = JSON.stringify({ message: 'You have exceeded a secondary rate limit' });
  proxy.script({ kind: 'status', status: 403, body, times: 3 });
  const { code, retryAfterMs } = await refused('search_pull_requests', { query: 'x' });
  expect([code, retryAfterMs]).toEqual(['rate_limited', 60_000]);
});
