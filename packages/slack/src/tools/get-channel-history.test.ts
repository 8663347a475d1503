import { addChannel, addMessage } from '@portolan/doubles/slack';
import { expect, it } from 'vitest';
import { startSlack } from '../test-support.ts';

it('shows messages newest first, threads folded, with names for ids', async () => {
  const { connect } = await startSlack();
  const { ok } = await connect();
  expect(await ok('get_channel_history', { channel: 'C0GENERAL1' })).toMatchInlineSnapshot(`
    {
      "channel": "C0GENERAL1",
      "link": "https://harbour.slack.com/archives/C0GENERAL1",
      "messages": [
        {
          "bot": true,
          "text": "Fog in #random, @S0PILOTS01 beware",
          "time": "2026-01-01T00:05:00Z",
          "ts": "1767225900.000005",
          "user": "U0BOT00009",
        },
        {
          "files": [
            {
              "id": "F0TIDES001",
              "name": "tides.csv",
              "size": 22,
              "type": "text/csv",
            },
          ],
          "text": "The figures",
          "time": "2026-01-01T00:04:00Z",
          "ts": "1767225840.000004",
          "user": "U0BEN00002",
        },
        {
          "lastReply": "1767225780.000003",
          "reactions": "thumbsup:1",
          "replies": 2,
          "text": "High water at *06:12*, see the table (https://tides.example/today). @ben takes the <Aurora>.",
          "time": "2026-01-01T00:01:00Z",
          "ts": "1767225660.000001",
          "user": "U0ADA00001",
        },
      ],
      "name": "general",
      "people": {
        "U0ADA00001": "ada",
        "U0BEN00002": "ben",
        "U0BOT00009": "portolan",
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

it('takes a window and goes on with a cursor that belongs to its question', async () => {
  const { double, connect } = await startSlack();
  const log = addChannel(double.world, { id: 'C0LOG00010', name: 'log', members: ['U0BOT00009'] });
  for (let hour = 0; hour < 10; hour++) {
    const ts = `${Date.parse(`2026-03-01T0${hour}:00:00Z`) / 1_000}.000100`;
    addMessage(double.world, log, { ts, user: 'U0BEN00002', text: `hour ${hour}` });
  }
  const { ok, refused } = await connect();
  const window = { channel: '#log', since: '2026-03-01T02:30:00Z', until: '2026-03-01T07:30:00Z', limit: 3 };
  const first = await ok('get_channel_history', window);
  expect(first.messages).toMatchObject([{ text: 'hour 7' }, { text: 'hour 6' }, { text: 'hour 5' }]);
  const next = { ...window, cursor: first.nextCursor };
  expect((await ok('get_channel_history', next)).messages).toMatchObject([
    { text: 'hour 4' },
    { text: 'hour 3' },
  ]);
  expect(await refused('get_channel_history', { ...next, limit: 4 })).toMatchObject({
    code: 'invalid_arguments',
  });
  expect(await refused('get_channel_history', { ...window, since: 'yesterday' })).toMatchObject({
    code: 'invalid_arguments',
    message: 'since is no time.',
  });
});

it('keeps every digit of a ts', async () => {
  const { double, connect } = await startSlack();
  const log = addChannel(double.world, { id: 'C0LOG00010', name: 'log', members: ['U0BOT00009'] });
  addMessage(double.world, log, { ts: '1767225600.000010', user: 'U0BEN00002', text: 'a' });
  const { ok } = await connect();
  expect((await ok('get_channel_history', { channel: log.id })).messages).toMatchObject([
    { ts: '1767225600.000010' },
  ]);
});

it('reads the text of blocks and attachments, cuts what is long, and drops what nobody sees', async () => {
  const { double, connect } = await startSlack();
  const log = addChannel(double.world, { id: 'C0LOG00010', name: 'log', members: ['U0BOT00009'] });
  const rich = (elements: readonly unknown[]) => [
    { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] },
  ];
  const blocks = rich([
    { type: 'text', text: 'Ask ' },
    { type: 'user', user_id: 'U0ADA00001' },
  ]);
  addMessage(double.world, log, { user: 'U0BEN00002', text: '', blocks });
  addMessage(double.world, log, { user: 'U0BEN00002', text: 'a\u{202e}b\u{e0041}c' });
  addMessage(double.world, log, { user: 'U0BEN00002', text: 'x'.repeat(40_000) });
  const { ok } = await connect();
  const { messages } = await ok('get_channel_history', { channel: log.id });
  expect(messages).toMatchObject([
    { text: 'x'.repeat(4_000), omitted: 36_000 },
    { text: 'abc' },
    { text: 'Ask @ada' },
  ]);
});

it('says that the app must be invited', async () => {
  const { connect } = await startSlack();
  const { refused } = await connect();
  expect(await refused('get_channel_history', { channel: 'C0RANDOM02' })).toMatchObject({
    code: 'permission_denied',
    message: 'The app is not a member of the channel.',
    next: expect.stringContaining('/invite'),
  });
});

it('reads direct messages only with the switch, and other channels only by the list', async () => {
  const { double, connect } = await startSlack();
  const { refused } = await connect({ argv: ['--read-channels', 'C0GENERAL1'] });
  double.clear();
  expect(await refused('get_channel_history', { channel: 'D0BENBOT07' })).toMatchObject({
    code: 'forbidden',
  });
  expect(await refused('get_channel_history', { channel: 'C0CREW0003' })).toMatchObject({
    code: 'forbidden',
    next: expect.stringContaining('--read-channels'),
  });
  expect(double.calls).toEqual([]);
  const { ok } = await connect({ argv: ['--read-dms'] });
  expect((await ok('get_channel_history', { channel: 'D0BENBOT07' })).messages).toMatchObject([
    { text: 'My code is 4711' },
  ]);
});
