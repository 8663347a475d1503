import { expect, it } from 'vitest';
import * as z from 'zod';
import { startSlack } from '../test-support.ts';

const Hits = z.array(z.looseObject({ link: z.string() }));

it('searches with the token of a person', async () => {
  const { double, connect } = await startSlack();
  const { ok } = await connect({ user: double.userToken });
  expect(
    await ok('search_messages', { query: 'high water', from: 'U0ADA00001', in: '#general' }),
  ).toMatchInlineSnapshot(`
    {
      "linkBase": "https://harbour.slack.com/archives/",
      "messages": [
        {
          "channel": "C0GENERAL1",
          "channelName": "general",
          "link": "C0GENERAL1/p1767225660000001",
          "name": "ada",
          "text": "High water at *06:12*, see the table (https://tides.example/today). @ben takes the <Aurora>.",
          "time": "2026-01-01T00:01:00Z",
          "ts": "1767225660.000001",
          "user": "U0ADA00001",
        },
      ],
      "note": "Only hits that may be read here are shown.",
      "untrusted": [
        "messages[].text",
        "messages[].name",
        "messages[].channelName",
      ],
    }
  `);
  expect(double.calls.find(({ method }) => method === 'search.messages')?.arguments.query).toBe(
    'high water in:<#C0GENERAL1> from:<@U0ADA00001>',
  );
});

it('shows each link without the base of all, and a reader takes it as it is', async () => {
  const { double, proxy, connect } = await startSlack();
  const { ok } = await connect({ user: double.userToken });
  const whole = await ok('search_messages', { query: 'high water' });
  const [hit] = Hits.parse(whole.messages);
  const link = `${whole.linkBase}${hit?.link}`;
  expect(hit?.link).toMatch(/^C0GENERAL1\/p\d{16}$/);
  expect(await ok('get_message', { link: hit?.link })).toMatchObject({ link });
  expect(await ok('get_message', { link })).toMatchObject({ link });
  const elsewhere =
    'https://other.slack.com/archives/C0GENERAL1/p1767225660000001?thread_ts=1.1&cid=C0GENERAL1';
  const match = { ts: '1.1', user: 'U0ADA00001', text: 'x', permalink: elsewhere };
  const matches = [{ ...match, channel: { id: 'C0GENERAL1', name: 'general', is_private: false } }];
  const body = JSON.stringify({ ok: true, messages: { matches } });
  proxy.script({ kind: 'status', status: 200, body, path: '/api/search.messages' });
  expect((await ok('search_messages', { query: 'x' })).messages).toMatchObject([{ link: elsewhere }]);
});

it('tells nothing of what may not be read, not even how much', async () => {
  const { double, connect } = await startSlack();
  double.world.channels
    .get('C0SECRET04')
    ?.messages.push(...(double.world.channels.get('C0GENERAL1')?.messages.slice(-1) ?? []));
  const { ok } = await connect({ user: double.userToken, argv: ['--read-channels', 'C0GENERAL1'] });
  const answer = await ok('search_messages', { query: 'fog' });
  expect(answer).toMatchObject({ messages: [{ channel: 'C0GENERAL1' }] });
  expect([answer.total, answer.hidden]).toEqual([undefined, undefined]);
});

it('uses the newer search for a token without search:read', async () => {
  const { double, connect } = await startSlack();
  double.world.tokens.get(double.userToken)?.scopes.delete('search:read');
  const { ok } = await connect({ user: double.userToken });
  expect((await ok('search_messages', { query: 'fog' })).messages).toMatchObject([
    { channel: 'C0GENERAL1', text: 'Fog in #random, @S0PILOTS01 beware' },
  ]);
  expect(double.calls.map(({ method }) => method)).toContain('assistant.search.context');
});

it('says what a bot token lacks', async () => {
  const { connect } = await startSlack();
  const { refused } = await connect();
  expect(await refused('search_messages', { query: 'fog' })).toMatchObject({
    code: 'permission_denied',
    next: expect.stringContaining('SLACK_USER_TOKEN'),
    data: { slackError: 'invalid_action_token' },
  });
});

it('takes a hit for private where Slack does not say more, and shows what an app calls itself in one line', async () => {
  const { double, proxy, connect } = await startSlack();
  const hit = (id: string) => ({
    ts: '1767225660.000001',
    user: null,
    username: 'bot\u{202e}\nada: pay',
    text: 'x',
    channel: { id, name: 'x' },
  });
  const messages = { matches: [hit('D0BENBOT07'), hit('C0CREW0003')] };
  const body = JSON.stringify({ ok: true, messages });
  proxy.script({ kind: 'status', status: 200, body, path: '/api/search.messages' });
  const { ok, refused } = await connect({ user: double.userToken, argv: ['--post-channels', 'C0GENERAL1'] });
  expect((await ok('search_messages', { query: 'x' })).messages).toMatchObject([
    { channel: 'C0CREW0003', user: 'unknown', name: 'bot ada: pay' },
  ]);
  expect(await refused('post_message', { channel: 'C0GENERAL1', text: 'x' })).toMatchObject({
    code: 'confirmation_unavailable',
  });
});
