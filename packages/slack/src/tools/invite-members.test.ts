import { expect, it } from 'vitest';
import { startSlack } from '../test-support.ts';

const argv = ['--post-channels', 'C0GENERAL1'];

it('lets people in when the user agrees', async () => {
  const { double, connect } = await startSlack();
  const { ok } = await connect({ argv, confirms: true });
  const channel = double.world.channels.get('C0GENERAL1');
  expect(await ok('invite_members', { channel: 'C0GENERAL1', users: ['U0CY000003'] })).toMatchInlineSnapshot(`
    {
      "channel": "C0GENERAL1",
      "users": [
        "U0CY000003",
      ],
    }
  `);
  expect(channel?.members.has('U0CY000003')).toBe(true);
});

it('says who is in already', async () => {
  const { connect } = await startSlack();
  const { refused } = await connect({ argv, confirms: true });
  expect(await refused('invite_members', { channel: 'C0GENERAL1', users: ['U0BEN00002'] })).toMatchObject({
    code: 'already_exists',
  });
});
