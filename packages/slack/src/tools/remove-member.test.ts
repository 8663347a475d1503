import { expect, it } from 'vitest';
import { startSlack } from '../test-support.ts';

const argv = ['--post-channels', 'C0GENERAL1'];

it('removes a person', async () => {
  const { double, connect } = await startSlack();
  const { ok } = await connect({ argv, confirms: true });
  const channel = double.world.channels.get('C0GENERAL1');
  expect(await ok('remove_member', { channel: 'C0GENERAL1', user: 'U0BEN00002' })).toMatchInlineSnapshot(`
    {
      "channel": "C0GENERAL1",
      "user": "U0BEN00002",
    }
  `);
  expect(channel?.members.has('U0BEN00002')).toBe(false);
});

it('does not remove itself', async () => {
  const { connect } = await startSlack();
  const { refused } = await connect({ argv, confirms: true });
  expect(await refused('remove_member', { channel: 'C0GENERAL1', user: 'U0BOT00009' })).toMatchObject({
    code: 'invalid_arguments',
  });
});
