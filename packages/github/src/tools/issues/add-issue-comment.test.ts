import { expect, it } from 'vitest';
import { connectBehindProxy } from '../../test-support.ts';

const comment = { owner: 'octo', repo: 'harbour', issue_number: 1, body: 'Seen.' };

it('comments', async () => {
  const { ok, harbour } = await connectBehindProxy();
  harbour.issue({ title: 'One' });
  expect(await ok('add_issue_comment', comment)).toEqual({
    id: expect.any(Number),
    url: expect.stringContaining('/octo/harbour/issues/1#issuecomment-'),
  });
  const { body: _body, ...issue } = comment;
  const read = await ok('get_issue', { ...issue, include: ['comments'] });
  expect(read.comments).toMatchObject([{ author: 'octo', association: 'OWNER', body: 'Seen.' }]);
});

it('refuses an empty comment, and says when it is unknown whether it was made', async () => {
  const { refused, harbour, proxy } = await connectBehindProxy();
  harbour.issue({ title: 'One' });
  expect(await refused('add_issue_comment', { ...comment, body: ' ' })).toMatchObject({
    code: 'invalid_arguments',
  });
  proxy.script({ kind: 'reset', when: 'after', method: 'POST' });
  expect(await refused('add_issue_comment', comment)).toMatchObject({
    code: 'unavailable',
    data: { outcome: 'unknown' },
    next: expect.stringContaining('get_issue'),
  });
  expect(proxy.seen).toHaveLength(1);
});
