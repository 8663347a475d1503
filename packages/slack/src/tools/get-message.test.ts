import { expect, it } from 'vitest';
import { startSlack } from '../test-support.ts';

it('gives a message of a permalink with those before it', async () => {
  const { double, connect } = await startSlack();
  const { messages = [] } = double.world.channels.get('C0GENERAL1') ?? {};
  const ts = messages.at(-1)?.ts ?? '';
  const { ok } = await connect();
  const link = `https://harbour.slack.com/archives/C0GENERAL1/p${ts.replace('.', '')}`;
  expect(await ok('get_message', { link, context: 1 })).toMatchInlineSnapshot(`
    {
      "around": [
        {
          "files": [
            {
              "id": "F0TIDES001",
              "name": "tides.csv",
              "size": 22,
              "type": "text/csv",
            },
          ],
          "name": "ben",
          "text": "The figures",
          "time": "2026-01-01T00:04:00Z",
          "ts": "1767225840.000004",
          "user": "U0BEN00002",
        },
      ],
      "channel": "C0GENERAL1",
      "link": "https://harbour.slack.com/archives/C0GENERAL1/p1767225900000005",
      "message": {
        "bot": true,
        "name": "portolan",
        "text": "Fog in #random, @S0PILOTS01 beware",
        "time": "2026-01-01T00:05:00Z",
        "ts": "1767225900.000005",
        "user": "U0BOT00009",
      },
      "name": "general",
      "untrusted": [
        "message.text",
        "message.name",
        "around[].text",
        "around[].name",
      ],
    }
  `);
});

it('finds a reply, with what followed it', async () => {
  const { double, connect } = await startSlack();
  const [first, reply] = double.world.channels.get('C0GENERAL1')?.messages ?? [];
  const { ok } = await connect();
  expect(await ok('get_message', { channel: 'C0GENERAL1', ts: reply?.ts })).toMatchObject({
    message: { text: 'On my way', threadTs: first?.ts },
    link: expect.stringContaining(`?thread_ts=${first?.ts}&cid=C0GENERAL1`),
    around: [{ ts: first?.ts }, { text: 'Thank you' }],
  });
});

it('says that there is no such message', async () => {
  const { connect } = await startSlack();
  const { refused } = await connect();
  expect(await refused('get_message', { channel: 'C0GENERAL1', ts: '1700000000.000100' })).toMatchObject({
    code: 'not_found',
  });
});
