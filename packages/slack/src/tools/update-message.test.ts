import { expect, it } from 'vitest';
import { startSlack } from '../test-support.ts';

const argv = ['--post-channels', 'C0GENERAL1'];

it('changes an own message', async () => {
  const { double, connect } = await startSlack();
  const own = double.world.channels.get('C0GENERAL1')?.messages.at(-1);
  const { ok } = await connect({ argv });
  expect(
    await ok('update_message', { channel: 'C0GENERAL1', ts: own?.ts, text: 'Clear **again** <!here>' }),
  ).toMatchInlineSnapshot(`
    {
      "channel": "C0GENERAL1",
      "defused": [
        "<!here>",
      ],
      "link": "https://harbour.slack.com/archives/C0GENERAL1/p1767225900000005",
      "ts": "1767225900.000005",
    }
  `);
  expect(own).toMatchObject({ text: 'Clear **again** &lt;!here&gt;', editedTs: expect.any(String) });
});

it("leaves another's message alone, whatever the token may do", async () => {
  const { double, connect } = await startSlack();
  const [first] = double.world.channels.get('C0GENERAL1')?.messages ?? [];
  const { refused } = await connect({ argv });
  expect(await refused('update_message', { channel: 'C0GENERAL1', ts: first?.ts, text: 'x' })).toMatchObject({
    code: 'permission_denied',
    message: 'The message is not one of this app.',
  });
  expect(double.calls.map(({ method }) => method)).not.toContain('chat.update');
  expect(await refused('update_message', { channel: 'C0CREW0003', ts: first?.ts, text: 'x' })).toMatchObject({
    code: 'forbidden',
  });
});

it('has Slack take the text as it stands', async () => {
  const { double, connect } = await startSlack();
  const own = double.world.channels.get('C0GENERAL1')?.messages.at(-1);
  const { ok } = await connect({ argv });
  await ok('update_message', { channel: 'C0GENERAL1', ts: own?.ts, text: '@here' });
  expect(double.calls.find(({ method }) => method === 'chat.update')?.arguments.parse).toBe('none');
});
