import { expect, it } from 'vitest';
import { startSlack } from '../test-support.ts';

const argv = ['--post-channels', 'C0GENERAL1'];

it('takes a pin off once', async () => {
  const { double, connect } = await startSlack();
  const { ok } = await connect({ argv });
  const channel = double.world.channels.get('C0GENERAL1');
  expect(
    await ok('unpin_message', {
      channel: 'C0GENERAL1',
      ts: double.world.channels.get('C0GENERAL1')?.messages[0]?.ts,
    }),
  ).toMatchInlineSnapshot(`
    {
      "changed": true,
      "channel": "C0GENERAL1",
      "ts": "1767225660.000001",
    }
  `);
  expect(channel?.pins.size).toBe(0);
  const again = { channel: 'C0GENERAL1', ts: channel?.messages[0]?.ts };
  expect(await ok('unpin_message', again)).toMatchObject({ changed: false });
});

it('touches no channel that is not listed', async () => {
  const { connect } = await startSlack();
  const { refused } = await connect({ argv });
  expect(await refused('unpin_message', { channel: 'C0CREW0003', ts: '1.000001' })).toMatchObject({
    code: 'forbidden',
  });
});
