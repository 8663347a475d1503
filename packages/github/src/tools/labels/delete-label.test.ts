import { expect, it } from 'vitest';
import { connectHarbour } from '../../test-support.ts';

const label = { owner: 'octo', repo: 'harbour', name: 'bug' };

it('deletes a label once the user agrees', async () => {
  const { ok, harbour } = await connectHarbour({}, { confirms: true });
  harbour.label('bug');
  expect(await ok('delete_label', label)).toEqual({ deleted: 'bug' });
  expect(await ok('list_labels', { owner: 'octo', repo: 'harbour' })).toMatchObject({ labels: [] });
});

it('deletes nothing where the user does not agree, and says that there is none', async () => {
  const { refused, harbour } = await connectHarbour({}, { confirms: false });
  harbour.label('bug');
  expect((await refused('delete_label', label)).code).toBe('confirmation_declined');
  const agreed = await connectHarbour({}, { confirms: true });
  expect(await agreed.refused('delete_label', label)).toMatchObject({ code: 'not_found' });
});
