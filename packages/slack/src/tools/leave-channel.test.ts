import { expect, it } from 'vitest';
import { startSlack } from '../test-support.ts';

const argv = ['--post-channels', 'C0CREW0003,C0GENERAL1'];

it('leaves a channel', async () => {
  const { double, connect } = await startSlack();
  const { ok } = await connect({ argv, confirms: true });
  expect(await ok('leave_channel', { channel: 'C0CREW0003' })).toMatchInlineSnapshot(`
    {
      "channel": "C0CREW0003",
    }
  `);
  expect(double.world.channels.get('C0CREW0003')?.members.has('U0BOT00009')).toBe(false);
});

it('leaves nothing the user does not agree to, no channel that is not listed, and not the one everybody is in', async () => {
  const { double, connect } = await startSlack();
  const { refused } = await connect({ argv, confirms: false });
  expect(await refused('leave_channel', { channel: 'C0CREW0003' })).toMatchObject({
    code: 'confirmation_declined',
  });
  const asked = await connect({ argv, confirms: true });
  expect(await asked.refused('leave_channel', { channel: 'C0SHARED06' })).toMatchObject({
    code: 'forbidden',
  });
  expect(await asked.refused('leave_channel', { channel: 'C0GENERAL1' })).toMatchObject({
    code: 'permission_denied',
  });
  expect(double.world.channels.get('C0CREW0003')?.members.has('U0BOT00009')).toBe(true);
});
