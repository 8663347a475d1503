import { expect, it } from 'vitest';
import { startSlack } from '../test-support.ts';

const argv = ['--post-channels', 'C0GENERAL1'];

it('deletes an own message, in a thread too, when the user agrees', async () => {
  const { double, connect } = await startSlack();
  const { ok } = await connect({ argv, confirms: true });
  const channel = double.world.channels.get('C0GENERAL1');
  const own = channel?.messages.at(-1);
  const answer = await ok('delete_message', { channel: 'C0GENERAL1', ts: own?.ts });
  expect(answer).toMatchInlineSnapshot(`
    {
      "channel": "C0GENERAL1",
      "ts": "1767225900.000005",
    }
  `);
  expect(channel?.messages).not.toContain(own);
  const { ts, link } = await ok('post_message', {
    channel: 'C0GENERAL1',
    text: 'Reply',
    thread: channel?.messages[0]?.ts,
  });
  await ok('delete_message', { link });
  expect(channel?.messages.some((message) => message.ts === ts)).toBe(false);
});

it("leaves another's message alone", async () => {
  const { double, connect } = await startSlack();
  const [first] = double.world.channels.get('C0GENERAL1')?.messages ?? [];
  const { refused } = await connect({ argv, confirms: true });
  expect(await refused('delete_message', { channel: 'C0GENERAL1', ts: first?.ts })).toMatchObject({
    code: 'permission_denied',
  });
  const asked = await connect({ argv, confirms: false });
  expect(await asked.refused('delete_message', { channel: 'C0GENERAL1', ts: first?.ts })).toMatchObject({
    code: 'confirmation_declined',
  });
});
