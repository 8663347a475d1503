import { expect, it } from 'vitest';
import { startSlack } from '../test-support.ts';

const argv = ['--post-channels', 'C0GENERAL1'];

it('removes an own reaction, once', async () => {
  const { double, connect } = await startSlack();
  const [message] = double.world.channels.get('C0GENERAL1')?.messages ?? [];
  const { ok } = await connect({ argv });
  const args = { channel: 'C0GENERAL1', ts: message?.ts, name: 'ship' };
  await ok('add_reaction', args);
  expect(await ok('remove_reaction', args)).toMatchInlineSnapshot(`
    {
      "changed": true,
      "channel": "C0GENERAL1",
      "ts": "1767225660.000001",
    }
  `);
  expect(await ok('remove_reaction', args)).toMatchObject({ changed: false });
  expect(message?.reactions.has('ship')).toBe(false);
});

it('says that there is no such message', async () => {
  const { connect } = await startSlack();
  const { refused } = await connect({ argv });
  expect(
    await refused('remove_reaction', { channel: 'C0GENERAL1', ts: '1.000001', name: 'ship' }),
  ).toMatchObject({
    code: 'not_found',
  });
});
