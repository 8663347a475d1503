import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addToken, botScopes, type SlackDouble, startSlackDouble } from '@portolan/doubles/slack';
import {
  apiKeyOf,
  auditRecords,
  type ClientKind,
  clientKinds,
  connect,
  createTempFolder,
  errorOf,
  startHttpServer,
  startProcess,
  type TestClient,
  walkCallerTokenReadme,
  withArgs,
  writeApiKeys,
} from '@portolan/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { slackServer } from './support/server.ts';

const header = 'x-slack-token';

async function start(words: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
  const double = await startSlackDouble();
  const folder = await createTempFolder();
  const audit = join(folder.path, 'audit.jsonl');
  const there = [
    '--api-url',
    `${double.url}/api/`,
    '--caller-token-header',
    'X-Slack-Token',
    '--audit',
    audit,
  ];
  const server = withArgs(slackServer, ...there, '--rate-limit', 'off', ...words);
  const http = await startHttpServer({ ...server, env: { ...slackServer.env, ...env } });
  onTestFinished(async () => {
    await http[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
    await double.close();
  });
  const as = async (kind: ClientKind, token?: string, headers: Readonly<Record<string, string>> = {}) => {
    const client = await connect(kind, {
      url: http.url,
      headers: { ...headers, ...(token !== undefined && { [header]: token }) },
    });
    onTestFinished(() => client.close());
    return client;
  };
  return { double, http, as, audit };
}

type Args = Readonly<Record<string, unknown>>;

/** What a call answered, or the code of its error. */
async function outcome(client: TestClient, tool: string, args: Args = {}) {
  const answer = await client.callTool(tool, args);
  return answer.isError ? errorOf(answer).code : answer.structuredContent;
}

const askedFor = (double: SlackDouble, method: string) =>
  double.calls.filter((call) => call.method === method).length;

describe.each(clientKinds)('callers who bring tokens of their own (%s)', (kind) => {
  it('see what their own token may see, also where something is kept', async () => {
    const { double, as } = await start();
    const ada = await as(kind, double.userToken);
    const bot = await as(kind, double.botToken);
    const nobody = await as(kind);
    expect(await outcome(ada, 'get_me')).toMatchObject({ user: 'ada', token: 'user', workspace: 'own' });
    expect(await outcome(bot, 'get_me')).toMatchObject({ user: 'portolan', token: 'bot' });
    const secret = { channel: 'C0SECRET04' };
    expect(await outcome(ada, 'get_channel', secret)).toMatchObject({ id: 'C0SECRET04' });
    expect(await outcome(bot, 'get_channel', secret)).toBe('not_found');
    expect(await outcome(ada, 'get_channel_history', { channel: '#board' })).toHaveProperty('messages');
    expect(await outcome(bot, 'get_channel_history', { channel: '#board' })).toBe('not_found');
    const asked = double.calls.length;
    expect(await outcome(nobody, 'get_me')).toBe('unauthenticated');
    expect(await outcome(nobody, 'get_channel', secret)).toBe('unauthenticated');
    expect(await nobody.request('resources/list')).toMatchObject({ resources: [] });
    expect(double.calls).toHaveLength(asked);
    expect((await nobody.listTools()).map(({ name }) => name)).toContain('get_me');
  });
});

it('takes no token of a browser, of an app, or to renew others, and asks Slack nothing with one', async () => {
  const { double, http } = await start(['--log-level', 'debug']);
  const random = '1234567890-abcdefghijklmnop';
  const refused = [
    [`xoxc-${random}`, /taken from a browser/],
    [`xoxd-${random}`, /taken from a browser/],
    [`xapp-1-${random}`, /app-level/],
    [`xoxe-1-${random}`, /refresh token/],
    ['xoxb-1', /a part of a token/],
    [`ghp_${random}`, /xoxb- or xoxp-/],
  ] as const;
  for (const [token, why] of refused) {
    const answer = await fetch(http.url, { method: 'POST', headers: { [header]: token }, body: '{}' });
    const text = await answer.text();
    expect([answer.status, text]).toEqual([400, expect.stringMatching(why)]);
    expect(text + http.process.stderr()).not.toContain(random);
  }
  expect(double.calls).toEqual([]);
});

it('shows a token nowhere, and tells the user what they can do', async () => {
  const { double, http, as, audit } = await start(['--log-level', 'debug']);
  const weak = addToken(double.world, 'xoxb-weak-0000000000', 'bot', 'U0BOT00009', ['users:read']);
  const gone = 'xoxp-4444444444-gonegonegonegone';
  const told: string[] = [];
  const nexts = [];
  for (const [token, tool, args] of [
    [weak, 'list_channels', {}],
    [gone, 'get_me', {}],
    [double.botToken, 'search_users', { query: `${double.botToken} ${btoa(double.botToken)}` }],
  ] as const) {
    const answer = await (await as('v2-modern', token)).callTool(tool, args);
    told.push(JSON.stringify(answer));
    nexts.push(answer.isError ? errorOf(answer).next : undefined);
  }
  expect(nexts).toEqual([
    'Ask the user to add it to their app, install that again and set its new token in their client.',
    'Ask the user to set a working token of theirs in their client.',
    undefined,
  ]);
  for (const path of ['readyz', 'metrics']) told.push(await (await fetch(`${http.origin}/${path}`)).text());
  expect(told.at(-2)).toContain('with the tokens that callers bring only');
  await expect.poll(async () => (await auditRecords(audit)).length).toBe(3);
  const everything = [...told, http.process.stderr(), await readFile(audit, 'utf8')].join('\n');
  for (const token of [weak, gone, double.botToken]) {
    expect(everything).not.toContain(token.slice(5));
    expect(everything).not.toContain(btoa(token).slice(8, 24));
  }
});

it('posts for each caller once for one key, and holds what one has read against nobody else', async () => {
  const { double, as } = await start(['--post-channels', 'C0GENERAL1']);
  const other = addToken(double.world, 'xoxb-3333333333-otherbottoken', 'bot', 'U0BOT00009', botScopes);
  const ada = await as('v2-modern', double.userToken);
  const bot = await as('v2-modern', double.botToken);
  const second = await as('v2-modern', other);
  const post = { channel: 'C0GENERAL1', text: 'Hi', key: 'morning' };
  const posted = [];
  for (const client of [ada, bot, ada, bot]) posted.push(await outcome(client, 'post_message', post));
  const [one, two, three, four] = posted.map((answer) => JSON.stringify(Object(answer).ts));
  expect(one).toMatch(/^"\d+\.\d+"$/);
  expect(two).not.toBe(one);
  expect([three, four]).toEqual([one, two]);
  await ada.callTool('get_channel_history', { channel: 'C0SECRET04' });
  const text = { channel: 'C0GENERAL1', text: 'Hi' };
  expect(await outcome(ada, 'post_message', text)).toBe('confirmation_unavailable');
  expect(await outcome(second, 'post_message', text)).toMatchObject({ channel: 'C0GENERAL1' });
});

it('keeps what it learnt with the tokens that were used last, and forgets the rest', async () => {
  const { double, http } = await start(['--audit', 'off']);
  const call = (token: string) =>
    fetch(http.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        [header]: token,
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'get_me' } }),
    }).then((answer) => answer.text());
  await call(double.botToken);
  await call(double.botToken);
  expect(askedFor(double, 'auth.test')).toBe(1);
  const names = Array.from({ length: 300 }, (_, index) => `xoxb-5555555555-caller${index}`);
  for (const name of names) addToken(double.world, name, 'bot', 'U0BOT00009', botScopes);
  for (const name of names) expect(await call(name)).toContain('portolan');
  expect(askedFor(double, 'auth.test')).toBe(301);
  // The last of them is known, the first of all is not any more.
  await call(names.at(-1) ?? '');
  expect(askedFor(double, 'auth.test')).toBe(301);
  await call(double.botToken);
  expect(askedFor(double, 'auth.test')).toBe(302);
});

it('works beside API keys, tokens of the settings, and those of the server as the fallback', async () => {
  const folder = await createTempFolder();
  onTestFinished(() => folder[Symbol.asyncDispose]());
  const keys = await writeApiKeys(folder.path, ['ada', 'ben']);
  const key = (who: string) => ({ 'x-api-key': apiKeyOf(who) });
  const tokens = { SLACK_BOT_TOKEN: 'xoxb-1111111111-abcdefghijklmnop' };
  const strict = await start(['--api-keys', keys], tokens);
  expect(await outcome(await strict.as('v2-modern', undefined, key('ben')), 'get_me')).toBe(
    'unauthenticated',
  );
  const ada = await strict.as('v2-modern', strict.double.userToken, key('ada'));
  expect(await outcome(ada, 'get_me')).toMatchObject({ user: 'ada' });
  const lax = await start(['--api-keys', keys, '--caller-token-fallback'], tokens);
  expect(await outcome(await lax.as('v2-modern', undefined, key('ben')), 'get_me')).toMatchObject({
    user: 'portolan',
    workspace: 'main',
  });
  const herself = await lax.as('v2-modern', lax.double.userToken, key('ada'));
  expect(await outcome(herself, 'get_me')).toMatchObject({ user: 'ada', workspace: 'own' });
  expect(await outcome(herself, 'get_me', { workspace: 'main' })).toBe('not_found');
});

it('refuses a workspace that is called as the one of those tokens', async () => {
  const folder = await createTempFolder();
  onTestFinished(() => folder[Symbol.asyncDispose]());
  const config = join(folder.path, 'slack.json');
  await writeFile(config, JSON.stringify({ workspaces: { own: { botTokenEnv: 'A_TOKEN' } } }));
  const words = ['--http', '--port', '0', '--config', config, '--caller-token-header', 'X-Slack-Token'];
  await using started = startProcess({
    ...withArgs(slackServer, ...words, '--audit', 'off'),
    env: { A_TOKEN: 'xoxb-1111111111-abcdefghijklmnop' },
  });
  expect(await started.ended).toMatchObject({ code: 2 });
  expect(started.stderr()).toContain('No workspace may be called own');
});

it('does what the README says, command by command', async () => {
  const { double, http } = await start();
  const token = double.userToken;
  const answer = await walkCallerTokenReadme({
    packageFolder: new URL('../', import.meta.url),
    part: ['## Callers bring their own token', '## Not here'],
    server: slackServer,
    header: 'X-Slack-Token',
    variable: 'SLACK_USER_TOKEN',
    token,
    url: http.url,
  });
  expect(answer).toContain('"user":"ada"');
  await using client = await connect('v1', { url: http.url, headers: { 'X-Slack-Token': token } });
  expect(await outcome(client, 'get_me', {})).toMatchObject({ user: 'ada' });
});
