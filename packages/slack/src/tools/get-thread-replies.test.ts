import { expect, it } from 'vitest';
import { startSlack } from '../test-support.ts';

const link = (channel: string, ts: string) =>
  `https://harbour.slack.com/archives/${channel}/p${ts.replace('.', '')}`;

it('shows a thread named by the link to its first message', async () => {
  const { double, connect } = await startSlack();
  const ts = double.world.channels.get('C0GENERAL1')?.messages[0]?.ts ?? '';
  const { ok } = await connect();
  expect(await ok('get_thread_replies', { link: link('C0GENERAL1', ts) })).toMatchInlineSnapshot(`
    {
      "channel": "C0GENERAL1",
      "link": "https://harbour.slack.com/archives/C0GENERAL1",
      "messages": [
        {
          "lastReply": "1767225780.000003",
          "reactions": "thumbsup:1",
          "replies": 2,
          "text": "High water at *06:12*, see the table (https://tides.example/today). @ben takes the <Aurora>.",
          "time": "2026-01-01T00:01:00Z",
          "ts": "1767225660.000001",
          "user": "U0ADA00001",
        },
        {
          "text": "On my way",
          "threadTs": "1767225660.000001",
          "time": "2026-01-01T00:02:00Z",
          "ts": "1767225720.000002",
          "user": "U0BEN00002",
        },
        {
          "text": "Thank you",
          "threadTs": "1767225660.000001",
          "time": "2026-01-01T00:03:00Z",
          "ts": "1767225780.000003",
          "user": "U0ADA00001",
        },
      ],
      "name": "general",
      "people": {
        "U0ADA00001": "ada",
        "U0BEN00002": "ben",
      },
      "untrusted": [
        "people",
        "messages[].text",
        "messages[].name",
        "messages[].files[].name",
      ],
    }
  `);
});

it('takes the link to a reply, and channel with ts', async () => {
  const { double, connect } = await startSlack();
  const [first, reply] = double.world.channels.get('C0GENERAL1')?.messages ?? [];
  const { ok } = await connect();
  const inThread = `${link('C0GENERAL1', reply?.ts ?? '')}?thread_ts=${first?.ts}&cid=C0GENERAL1`;
  const expected = [{ ts: first?.ts }, { text: 'On my way' }, { text: 'Thank you' }];
  expect((await ok('get_thread_replies', { link: inThread })).messages).toMatchObject(expected);
  const named = { channel: '#general', ts: first?.ts };
  expect((await ok('get_thread_replies', named)).messages).toMatchObject(expected);
});

it('refuses what names no thread', async () => {
  const { connect } = await startSlack();
  const { refused } = await connect();
  expect(
    await refused('get_thread_replies', {
      link: 'https://evil.example/archives/C0GENERAL1/p1767225660000001',
    }),
  ).toMatchObject({
    code: 'invalid_arguments',
  });
  expect(await refused('get_thread_replies', { channel: 'C0GENERAL1' })).toMatchObject({
    code: 'invalid_arguments',
  });
  expect(await refused('get_thread_replies', { channel: 'C0GENERAL1', ts: '1.000001' })).toMatchObject({
    code: 'not_found',
    message: 'There is no such thread.',
  });
});
