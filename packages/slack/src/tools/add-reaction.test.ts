import { expect, it } from 'vitest';
import { startSlack } from '../test-support.ts';

const argv = ['--post-channels', 'C0GENERAL1'];

it('adds a reaction once', async () => {
  const { double, connect } = await startSlack();
  const [message] = double.world.channels.get('C0GENERAL1')?.messages ?? [];
  const { ok } = await connect({ argv });
  const args = { channel: 'C0GENERAL1', ts: message?.ts, name: ':ship:' };
  expect(await ok('add_reaction', args)).toMatchInlineSnapshot(`
    {
      "changed": true,
      "channel": "C0GENERAL1",
      "ts": "1767225660.000001",
    }
  `);
  expect(await ok('add_reaction', args)).toMatchObject({ changed: false });
  expect(message?.reactions.get('ship')).toEqual(new Set(['U0BOT00009']));
});

it('says what is no emoji, and where it may not react', async () => {
  const { double, connect } = await startSlack();
  const [message] = double.world.channels.get('C0GENERAL1')?.messages ?? [];
  const { refused } = await connect({ argv });
  const args = { channel: 'C0GENERAL1', ts: message?.ts, name: 'nonsense' };
  expect(await refused('add_reaction', args)).toMatchObject({
    message: 'Slack knows no emoji of that name.',
  });
  expect(await refused('add_reaction', { ...args, channel: 'C0CREW0003' })).toMatchObject({
    code: 'forbidden',
  });
});
