import { expect, it } from 'vitest';
import { json } from '../../faults/test-support.ts';
import { connectBehindProxy } from '../../test-support.ts';

const graphql = /\/graphql$/;
const found = json(graphql, { data: { repository: { discussion: { id: 'D_1' } } } });
const comment = json(graphql, { data: { node: { discussion: { id: 'D_1' } } } });
const wanted = { owner: 'octo', repo: 'harbour', discussionNumber: 1, commentID: 'DC_1' };

it('says that a comment of somebody else is not to be deleted', async () => {
  const { refused, proxy } = await connectBehindProxy({}, { confirms: true });
  proxy.script(found, comment, json(graphql, { data: null, errors: [{ type: 'FORBIDDEN', message: 'No' }] }));
  expect(await refused('delete_discussion_comment', wanted)).toMatchObject({ code: 'permission_denied' });
});

it.each(['../1', '', 'a b', '%2f'])('takes no %j for an id', async (commentID) => {
  const { refused, double } = await connectBehindProxy();
  expect(await refused('delete_discussion_comment', { ...wanted, commentID })).toMatchObject({
    code: 'invalid_arguments',
  });
  expect(double.requests).toEqual([]);
});
