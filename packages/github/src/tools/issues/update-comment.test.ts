import { expect, it } from 'vitest';
import { connectHarbour } from '../../test-support.ts';

const place = { owner: 'octo', repo: 'harbour' };

it('replaces the text of a comment', async () => {
  const { ok, harbour } = await connectHarbour();
  harbour.issue({ title: 'One' });
  const { id } = harbour.comment(1, 'Seen.');
  expect(await ok('update_comment', { ...place, comment_id: id, body: 'Done.' })).toEqual({
    id,
    url: expect.stringContaining(`#issuecomment-${id}`),
    updated: expect.any(String),
  });
  const { comments } = await ok('get_issue', { ...place, issue_number: 1, include: ['comments'] });
  expect(comments).toMatchObject([{ id, body: 'Done.' }]);
});

it('says that there is no such comment, of either kind', async () => {
  const { refused } = await connectHarbour();
  for (const kind of ['issue', 'review']) {
    expect(await refused('update_comment', { ...place, comment_id: 999_999, kind, body: 'x' })).toMatchObject(
      { code: 'not_found' },
    );
  }
});
