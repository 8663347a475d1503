import { expect, it } from 'vitest';
import { startSlack } from '../test-support.ts';

const argv = ['--post-channels', 'C0GENERAL1'];

it('lists what a person has not read', async () => {
  const { double, connect } = await startSlack();
  const general = double.world.channels.get('C0GENERAL1');
  general?.lastRead.set('U0ADA00001', general.messages.at(-2)?.ts ?? '');
  const crew = double.world.channels.get('C0CREW0003');
  crew?.lastRead.set('U0ADA00001', crew.messages.at(-1)?.ts ?? '');
  const { ok } = await connect({ argv, user: double.userToken });
  const first = await ok('list_unreads', { channels: 3 });
  expect(first).toMatchInlineSnapshot(`
    {
      "channels": [
        {
          "id": "C0GENERAL1",
          "lastRead": "1767225840.000004",
          "messages": [
            {
              "bot": true,
              "name": "portolan",
              "text": "Fog in #random, @S0PILOTS01 beware",
              "time": "2026-01-01T00:05:00Z",
              "ts": "1767225900.000005",
              "user": "U0BOT00009",
            },
          ],
          "name": "general",
          "unread": 1,
        },
      ],
      "looked": 3,
      "nextCursor": "WyIiLCIzIl0.K1v907CnbVHXGVcO",
      "untrusted": [
        "channels[].name",
        "channels[].messages[].text",
        "channels[].messages[].name",
      ],
    }
  `);
  expect(await ok('list_unreads', { channels: 3, cursor: first.nextCursor })).toMatchObject({ looked: 2 });
});

it('needs a person', async () => {
  const { connect } = await startSlack();
  const { refused } = await connect({ argv });
  expect(await refused('list_unreads')).toMatchObject({ code: 'permission_denied' });
});
