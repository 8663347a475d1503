import { expect, it } from 'vitest';
import { connectBehindProxy } from '../../test-support.ts';

const place = { owner: 'octo', repo: 'harbour' };

it('deletes a comment once the user agrees', async () => {
  const { ok, harbour } = await connectBehindProxy({}, { confirms: true });
  harbour.issue({ title: 'One' });
  const { id } = harbour.comment(1, 'Seen.');
  expect(await ok('delete_comment', { ...place, comment_id: id })).toEqual({ deleted: id });
  const issue = await ok('get_issue', { ...place, issue_number: 1, include: ['comments'] });
  expect(issue).not.toHaveProperty('comments');
});

it('does nothing where the user cannot be asked, and says when the outcome is unknown', async () => {
  const unasked = await connectBehindProxy();
  unasked.harbour.issue({ title: 'One' });
  const { id } = unasked.harbour.comment(1, 'Seen.');
  expect(await unasked.refused('delete_comment', { ...place, comment_id: id })).toMatchObject({
    code: 'confirmation_unavailable',
  });
  expect(unasked.proxy.seen).toEqual([]);
  const asked = await connectBehindProxy({}, { confirms: true });
  asked.proxy.script({ kind: 'reset', when: 'after', method: 'DELETE' });
  expect(await asked.refused('delete_comment', { ...place, comment_id: 1 })).toMatchObject({
    data: { outcome: 'unknown' },
  });
  expect(asked.proxy.seen).toHaveLength(1);
});
