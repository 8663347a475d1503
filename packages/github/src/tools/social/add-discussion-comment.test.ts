import { expect, it } from 'vitest';
import { json } from '../../faults/test-support.ts';
import { connectBehindProxy } from '../../test-support.ts';

const comment = { owner: 'octo', repo: 'harbour', discussionNumber: 4, body: 'Nylon.' };
const graphql = /\/graphql$/;
const found = json(graphql, { data: { repository: { discussion: { id: 'D_1' } } } });
const ofDiscussion = (id: string) => json(graphql, { data: { node: { discussion: { id } } } });
const made = { id: 'DC_9', url: 'https://github.com/octo/harbour/discussions/4#discussioncomment-9' };

it('comments and replies', async () => {
  const { ok, proxy } = await connectBehindProxy();
  const answer = json(graphql, { data: { addDiscussionComment: { comment: made } } });
  proxy.script(found, answer, found, ofDiscussion('D_1'), answer);
  expect(await ok('add_discussion_comment', comment)).toEqual(made);
  expect(await ok('add_discussion_comment', { ...comment, replyTo: 'DC_1' })).toEqual(made);
  expect(JSON.parse(proxy.seen.at(-1)?.body ?? '').variables).toEqual({
    id: 'D_1',
    body: 'Nylon.',
    replyTo: 'DC_1',
  });
});

it('replies to no comment of another discussion, and says when the outcome is unknown', async () => {
  const { refused, proxy } = await connectBehindProxy();
  proxy.script(found, ofDiscussion('D_2'));
  expect(await refused('add_discussion_comment', { ...comment, replyTo: 'DC_1' })).toMatchObject({
    code: 'not_found',
  });
  proxy.script(found, { kind: 'status', status: 502, path: graphql });
  expect(await refused('add_discussion_comment', comment)).toMatchObject({ data: { outcome: 'unknown' } });
});
