import { expect, it } from 'vitest';
import { startSlack } from '../test-support.ts';

const argv = ['--post-channels', 'C0GENERAL1'];

it('pins a message once', async () => {
  const { double, connect } = await startSlack();
  const { ok } = await connect({ argv });
  const channel = double.world.channels.get('C0GENERAL1');
  expect(
    await ok('pin_message', {
      channel: 'C0GENERAL1',
      ts: double.world.channels.get('C0GENERAL1')?.messages[3]?.ts,
    }),
  ).toMatchInlineSnapshot(`
    {
      "changed": true,
      "channel": "C0GENERAL1",
      "ts": "1767225840.000004",
    }
  `);
  expect(channel?.pins.size).toBe(2);
  const again = { channel: 'C0GENERAL1', ts: channel?.messages[3]?.ts };
  expect(await ok('pin_message', again)).toMatchObject({ changed: false });
});

it('says that there is no such message', async () => {
  const { connect } = await startSlack();
  const { refused } = await connect({ argv });
  expect(await refused('pin_message', { channel: 'C0GENERAL1', ts: '1.000001' })).toMatchObject({
    code: 'not_found',
  });
});
