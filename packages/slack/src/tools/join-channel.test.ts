import { expect, it } from 'vitest';
import { startSlack } from '../test-support.ts';

const argv = ['--post-channels', 'C0GENERAL1'];

it('joins a public channel', async () => {
  const { double, connect } = await startSlack();
  const { ok } = await connect({ argv });
  expect(await ok('join_channel', { channel: 'C0RANDOM02' })).toMatchInlineSnapshot(`
    {
      "channel": "C0RANDOM02",
    }
  `);
  expect(double.world.channels.get('C0RANDOM02')?.members.has('U0BOT00009')).toBe(true);
});

it('joins no private one', async () => {
  const { connect } = await startSlack();
  const { refused } = await connect({ argv });
  expect(await refused('join_channel', { channel: 'C0SECRET04' })).toMatchObject({ code: 'not_found' });
});
