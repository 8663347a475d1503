import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addChannel, addMessage, addToken, doubleApp, type SlackDouble, startSlackDouble } from './index.ts';

let slack: SlackDouble;
beforeAll(async () => {
  slack = await startSlackDouble();
});
afterAll(() => slack.close());

async function raw(method: string, args: Readonly<Record<string, string>> = {}, token = slack.botToken) {
  return fetch(`${slack.url}/api/${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: new URLSearchParams(args),
  });
}
const call = async (method: string, args?: Readonly<Record<string, string>>, token?: string) =>
  (await raw(method, args, token)).json();

describe('tokens', () => {
  test('are known or not, and say what they may do', async () => {
    expect(await call('auth.test', {}, 'xoxb-unknown')).toEqual({ ok: false, error: 'invalid_auth' });
    const response = await raw('auth.test');
    expect(response.headers.get('x-oauth-scopes')).toContain('channels:history');
    expect(await response.json()).toMatchObject({ ok: true, user: 'portolan', bot_id: 'B0PORTOLAN' });
  });

  test('without a scope are told which', async () => {
    const weak = addToken(slack.world, 'xoxb-weak-0000000000', 'bot', 'U0BOT00009', ['channels:read']);
    const types = 'public_channel,private_channel';
    expect(await call('conversations.list', { types }, weak)).toMatchObject({
      error: 'missing_scope',
      needed: 'groups:read',
      provided: 'channels:read',
    });
    expect(await call('conversations.history', { channel: 'C0CREW0003' }, weak)).toMatchObject({
      needed: 'groups:history',
    });
    expect(await call('search.messages', { query: 'x' })).toMatchObject({ error: 'not_allowed_token_type' });
  });

  test('rotate: a refresh token works once', async () => {
    const old = slack.world.tokens.get(slack.botToken);
    if (old) slack.world.refreshTokens.set('xoxe-1-once0000000000', old);
    const args = {
      client_id: doubleApp.clientId,
      client_secret: doubleApp.clientSecret,
      grant_type: 'refresh_token',
      refresh_token: 'xoxe-1-once0000000000',
    };
    const fresh = await call('oauth.v2.access', args);
    expect(fresh).toMatchObject({ ok: true, expires_in: 43_200 });
    expect(await call('oauth.v2.access', args)).toMatchObject({ error: 'invalid_refresh_token' });
    expect(await call('oauth.v2.access', { ...args, client_secret: 'x' })).toMatchObject({
      error: 'bad_client_secret',
    });
  });
});

test('pages end with an empty cursor, and a cursor of nobody is refused', async () => {
  const first = await call('conversations.members', { channel: 'C0GENERAL1', limit: '2' });
  const { next_cursor } = Object(Reflect.get(Object(first), 'response_metadata'));
  expect(first).toMatchObject({ members: ['U0ADA00001', 'U0BEN00002'] });
  const second = { channel: 'C0GENERAL1', limit: '2', cursor: String(next_cursor) };
  expect(await call('conversations.members', second)).toMatchObject({
    members: ['U0BOT00009'],
    response_metadata: { next_cursor: '' },
  });
  expect(await call('conversations.members', { ...second, cursor: 'x' })).toMatchObject({
    error: 'invalid_cursor',
  });
});

test('what is private is not there, and what is public must be joined by a bot', async () => {
  expect(await call('conversations.info', { channel: 'C0SECRET04' })).toMatchObject({
    error: 'channel_not_found',
  });
  expect(await call('conversations.history', { channel: 'C0RANDOM02' })).toMatchObject({
    error: 'not_in_channel',
  });
  expect(await call('conversations.history', { channel: 'C0RANDOM02' }, slack.userToken)).toMatchObject({
    ok: true,
  });
});

test('limits refuse a method for a credential only', async () => {
  slack.limits.set('team.info', { perMinute: 0 });
  slack.limits.set('pins.list', { perMinute: 1, retryAfter: '7' });
  const channel = { channel: 'C0GENERAL1' };
  expect((await raw('pins.list', channel)).status).toBe(200);
  const refused = await raw('pins.list', channel);
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '7']);
  expect((await raw('pins.list', channel, slack.userToken)).status).toBe(200);
  expect((await raw('bookmarks.list', { channel_id: 'C0GENERAL1' })).status).toBe(200);
});

test('a restricted app gets 15 messages on a page', async () => {
  const log = addChannel(slack.world, { id: 'C0LOG00010', name: 'log', members: ['U0BOT00009'] });
  for (let n = 0; n < 20; n++) addMessage(slack.world, log, { user: 'U0BEN00002', text: `${n}` });
  const lengths = async () => {
    const { messages } = Object(await call('conversations.history', { channel: log.id, limit: '100' }));
    return messages.length;
  };
  expect(await lengths()).toBe(20);
  slack.world.restricted = true;
  expect(await lengths()).toBe(15);
});

test('a message is bounded as by Slack', async () => {
  const channel = 'C0GENERAL1';
  const post = (more: Readonly<Record<string, string>>) => call('chat.postMessage', { channel, ...more });
  expect(await post({ text: 'x'.repeat(40_001) })).toMatchObject({ error: 'msg_too_long' });
  const block = { type: 'section', text: { type: 'mrkdwn', text: 'a' } };
  const blocks = (count: number) => JSON.stringify(Array.from({ length: count }, () => block));
  expect(await post({ blocks: blocks(51) })).toMatchObject({ error: 'invalid_blocks' });
  expect(await post({ blocks: blocks(50) })).toMatchObject({ ok: true });
  expect(await post({})).toMatchObject({ error: 'no_text' });
  expect(await call('no.such.method')).toMatchObject({ error: 'unknown_method' });
});
