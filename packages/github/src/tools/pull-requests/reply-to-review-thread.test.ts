import { expect, it } from 'vitest';
import { json } from '../../faults/test-support.ts';
import { connectBehindProxy } from '../../test-support.ts';

const reply = { owner: 'octo', repo: 'harbour', threadID: 'PRRT_kwDOx', body: 'Done.' };
const graphql = /\/graphql$/;
const thread = (nameWithOwner: string) =>
  json(graphql, {
    data: { node: { isResolved: false, pullRequest: { number: 1, repository: { nameWithOwner } } } },
  });
const made = {
  comment: { fullDatabaseId: '9', url: 'https://github.com/octo/harbour/pull/1#discussion_r9' },
};

it('replies in a thread of the repository', async () => {
  const { ok, proxy } = await connectBehindProxy();
  proxy.script(thread('Octo/Harbour'), json(graphql, { data: { addPullRequestReviewThreadReply: made } }));
  expect(await ok('reply_to_review_thread', reply)).toEqual({ id: 9, url: made.comment.url });
  expect(JSON.parse(proxy.seen[1]?.body ?? '').variables).toEqual({ id: 'PRRT_kwDOx', body: 'Done.' });
});

it('refuses a thread of another repository, which policies would not see', async () => {
  const { refused, proxy } = await connectBehindProxy();
  proxy.script(
    thread('octo/secret'),
    json(graphql, { data: { node: null } }),
    json(graphql, { data: { node: {} } }),
  );
  for (let n = 0; n < 3; n += 1) {
    expect(await refused('reply_to_review_thread', reply)).toMatchObject({ code: 'not_found' });
  }
  expect(proxy.seen.some(({ body }) => body.includes('mutation'))).toBe(false);
});

it('says when it is unknown whether the reply was made', async () => {
  const { refused, proxy } = await connectBehindProxy();
  proxy.script(thread('octo/harbour'), { kind: 'status', status: 502, path: graphql });
  expect(await refused('reply_to_review_thread', reply)).toMatchObject({ data: { outcome: 'unknown' } });
  expect(proxy.seen).toHaveLength(2);
});

it.each([
  ['fails inside', { errors: [{ message: 'Something went wrong while executing your query.' }] }],
  ['answers in another form', { data: { addPullRequestReviewThreadReply: { comment: null } } }],
])('says so too where GraphQL %s, and sends nothing twice', async (_what, body) => {
  const { refused, proxy } = await connectBehindProxy();
  proxy.script(thread('octo/harbour'), json(graphql, body));
  expect(await refused('reply_to_review_thread', reply)).toMatchObject({
    data: { outcome: 'unknown' },
    next: expect.stringContaining('list_review_threads'),
  });
  expect(proxy.seen).toHaveLength(2);
  proxy.script(thread('octo/harbour'), json(graphql, { errors: [{ type: 'FORBIDDEN', message: 'No' }] }));
  expect(await refused('reply_to_review_thread', reply)).toMatchObject({ code: 'permission_denied' });
});
