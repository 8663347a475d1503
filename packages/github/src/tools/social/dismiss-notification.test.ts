import { expect, it } from 'vitest';
import { connectHarbour } from '../../test-support.ts';

it('marks a notification as read', async () => {
  const { ok, double, harbour } = await connectHarbour();
  harbour.issue({ title: 'Rope frays' });
  const { id } = double.notify('octo', harbour, 1);
  const threadID = `${id}`;
  expect(await ok('dismiss_notification', { threadID, state: 'read' })).toEqual({ threadID, state: 'read' });
  expect(await ok('list_notifications')).toMatchObject({ notifications: [] });
  expect(await ok('dismiss_notification', { threadID, state: 'done' })).toMatchObject({ state: 'done' });
});

it('says that there is none', async () => {
  const { refused } = await connectHarbour();
  expect(await refused('dismiss_notification', { threadID: '9', state: 'read' })).toMatchObject({
    code: 'not_found',
  });
  expect(await refused('dismiss_notification', { threadID: '../x', state: 'read' })).toMatchObject({
    code: 'invalid_arguments',
  });
});
