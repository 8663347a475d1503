import { expect, it } from 'vitest';
import { startSlack } from '../test-support.ts';

const argv = ['--post-channels', 'C0GENERAL1'];

it('marks a channel as read up to its newest message', async () => {
  const { double, connect } = await startSlack();
  const { ok } = await connect({ argv, user: double.userToken });
  const channel = double.world.channels.get('C0GENERAL1');
  expect(await ok('mark_read', { channel: '#general' })).toMatchInlineSnapshot(`
    {
      "channel": "C0GENERAL1",
      "ts": "1767225900.000005",
    }
  `);
  expect(channel?.lastRead.get('U0ADA00001')).toBe(channel?.messages.at(-1)?.ts);
  const unread = async () => (await ok('list_unreads')).channels;
  expect(await unread()).not.toContainEqual(expect.objectContaining({ id: 'C0GENERAL1' }));
  const [first] = channel?.messages ?? [];
  await ok('mark_read', { channel: 'C0GENERAL1', ts: first?.ts });
  expect(channel?.lastRead.get('U0ADA00001')).toBe(first?.ts);
  expect(await unread()).toContainEqual(expect.objectContaining({ id: 'C0GENERAL1', unread: 2 }));
});

it('needs a person', async () => {
  const { connect } = await startSlack();
  const { refused } = await connect({ argv });
  expect(await refused('mark_read', { channel: 'C0GENERAL1' })).toMatchObject({
    code: 'permission_denied',
    next: expect.stringContaining('SLACK_USER_TOKEN'),
  });
});
