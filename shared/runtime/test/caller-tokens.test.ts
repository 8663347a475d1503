import { readFile, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  apiKeyOf,
  auditRecords,
  clientKinds,
  connect,
  createTempFolder,
  errorOf,
  modernMeta,
  nodeCommand,
  startHttpServer,
  startProcess,
  withArgs,
  writeApiKeys,
} from '../../testing/src/index.ts';
import { startOpenIdProvider } from './support/openid-provider.ts';
import { startOtlpCollector } from './support/otlp-collector.ts';
import { taskMeta } from './support/post-task.ts';

const bin = nodeCommand(fileURLToPath(new URL('support/token-bin.ts', import.meta.url)));
const tokens = { ann: 'tok_Ann4567890abcdefghANN', bob: 'tok_Bob4567890abcdefghBOB' };
const header = 'x-up-token';
const brings = (token: string) => ({ [header]: token });

const start = (...words: readonly string[]) => startWith({}, ...words);

async function startWith(env: Readonly<Record<string, string>>, ...words: readonly string[]) {
  const folder = await createTempFolder();
  const audit = `${folder.path}/audit.jsonl`;
  const command = withArgs(bin, '--audit', audit, '--caller-token-header', 'X-Up-Token', ...words);
  const http = await startHttpServer({ ...command, env });
  return {
    ...http,
    folder: folder.path,
    audit,
    async [Symbol.asyncDispose]() {
      await http[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

const base = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

const modern = (method: string, params: Readonly<Record<string, unknown>>) => ({
  headers: {
    ...base,
    'mcp-protocol-version': '2026-07-28',
    'mcp-method': method,
    ...('name' in params && { 'mcp-name': String(params.name) }),
    ...('taskId' in params && { 'mcp-name': String(params.taskId) }),
  },
  body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { _meta: modernMeta, ...params } }),
});

function post(url: string, token: string | undefined, asked: ReturnType<typeof modern>): Promise<Response> {
  const headers = { ...asked.headers, ...(token !== undefined && brings(token)) };
  return fetch(url, { method: 'POST', headers, body: asked.body });
}

const whose = modern('tools/call', { name: 'whose_token', arguments: {} });

describe.each(clientKinds)('each caller works with the token of their own (%s)', (kind) => {
  test('and one who brings none is told what to do, but sees the tools', async () => {
    await using server = await start();
    const as = (headers: Readonly<Record<string, string>>) => connect(kind, { url: server.url, headers });
    await using ann = await as(brings(tokens.ann));
    await using bob = await as(brings(tokens.bob));
    await using nobody = await as({});
    const ends = await Promise.all([ann, bob, ann, bob].map((client) => client.callTool('whose_token')));
    expect(ends.map(({ structuredContent }) => structuredContent)).toEqual(
      ['ANN', 'BOB', 'ANN', 'BOB'].map((end) => ({ end })),
    );
    expect((await nobody.listTools()).map(({ name }) => name)).toContain('whose_token');
    const refused = errorOf(await nobody.callTool('whose_token'));
    expect(refused).toMatchObject({ code: 'unauthenticated', data: { header: 'X-Up-Token' } });
    expect(refused.next).toContain('X-Up-Token');
  });
});

test('a legacy session goes on only with the token it began with', async () => {
  await using server = await start('--caller-token-fallback');
  const initialize = {
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: {
      protocolVersion: '2025-06-18',
      capabilities: {},
      clientInfo: { name: 'sessions', version: '1' },
    },
  };
  const send = (headers: Readonly<Record<string, string>>, body: object | undefined, method = 'POST') =>
    fetch(server.url, {
      method,
      headers: { ...base, ...headers },
      ...(body && { body: JSON.stringify(body) }),
    });
  const begun = await send(brings(tokens.ann), initialize);
  const session = { 'mcp-session-id': begun.headers.get('mcp-session-id') ?? '' };
  await begun.text();
  await send({ ...brings(tokens.ann), ...session }, { jsonrpc: '2.0', method: 'notifications/initialized' });
  const call = { jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'whose_token' } };
  const own = await send({ ...brings(tokens.ann), ...session }, call);
  expect(await own.text()).toContain('ANN');
  for (const other of [brings(tokens.bob), {}]) {
    for (const [body, method] of [
      [call, 'POST'],
      [undefined, 'GET'],
      [undefined, 'DELETE'],
    ] as const) {
      expect((await send({ ...other, ...session }, body, method)).status).toBe(404);
    }
  }
  // It was not ended by those who may not use it.
  expect(await (await send({ ...brings(tokens.ann), ...session }, call)).text()).toContain('ANN');
});

test('with the fallback a caller without a token works with that of the server', async () => {
  await using server = await start('--caller-token-fallback');
  expect(await (await post(server.url, undefined, whose)).text()).toContain('"end":"ver"');
  expect(await (await post(server.url, tokens.ann, whose)).text()).toContain('"end":"ANN"');
});

const wrong: readonly (readonly [why: string, value: string])[] = [
  ['it is empty', ''],
  ['it is of another kind', 'ghp_0123456789012345678901234567890123456789'],
  ['a scheme stands before it', `Bearer ${tokens.ann}`],
  ['the client filled in nothing', '$' + '{UP_TOKEN}'],
  ['it is over-long', `tok_${'a'.repeat(3_000)}`],
  ['it is two', `${tokens.ann}, ${tokens.bob}`],
  ['it is not ASCII', 'tok_0123456789abcdefg\u00e9'],
];

test('a token of another form is refused before the call, and not quoted', async () => {
  await using server = await start('--log-level', 'debug', '--caller-token-fallback');
  for (const [why, value] of wrong) {
    const answer = await post(server.url, value, whose);
    const text = await answer.text();
    expect([answer.status, text], why).toEqual([400, expect.stringContaining('The header x-up-token ')]);
    if (value !== '') expect(text + server.process.stderr(), why).not.toContain(value.slice(4, 24));
  }
  expect(await auditRecords(server.audit)).toEqual([]);
});

test('a header that is there twice is refused', async () => {
  await using server = await start();
  const status = await new Promise((resolve, reject) => {
    const asked = request(server.url, { method: 'POST', headers: { ...whose.headers } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    asked.setHeader(header, [tokens.ann, tokens.bob]);
    asked.once('error', reject);
    asked.end(whose.body);
  });
  expect(status).toBe(400);
});

test('a token turns up nowhere, in no form', async () => {
  const collector = await startOtlpCollector();
  onTestFinished(() => collector.stop());
  const telemetry = {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_BSP_SCHEDULE_DELAY: '50',
  };
  await using server = await startWith(telemetry, '--log-level', 'debug', '--rate-limit', 'off');
  const hex = Buffer.from(tokens.ann).toString('hex');
  const base64 = Buffer.from(`user:${tokens.ann}`).toString('base64');
  const told: string[] = [];
  for (const form of ['plain', 'base64', 'url', 'hex']) {
    for (const crash of [false, true]) {
      const asked = modern('tools/call', { name: 'spill', arguments: { form, crash } });
      told.push(await (await post(server.url, tokens.ann, asked)).text());
    }
  }
  const note = `${tokens.ann} ${base64} ${hex}`;
  await post(server.url, tokens.ann, modern('tools/call', { name: 'whose_token', arguments: { note } }));
  for (const path of ['metrics', 'readyz', 'livez']) {
    told.push(await (await fetch(`${server.origin}/${path}`, { headers: brings(tokens.ann) })).text());
  }
  await expect.poll(async () => (await auditRecords(server.audit)).length).toBe(9);
  const spans = () => JSON.stringify(collector.json('/v1/traces'));
  await expect.poll(spans).toContain('tools/call whose_token');
  const everything = [spans(), ...told, server.process.stderr(), await readFile(server.audit, 'utf8')].join(
    '\n',
  );
  expect(everything).toContain('[redacted:caller_token]');
  for (const part of ['Ann4567890', hex.slice(8, 40), base64.slice(16, 32)]) {
    expect(everything).not.toContain(part);
  }
});

test('the audit says by a fingerprint which token it was, and who brought it', async () => {
  const keys = await createTempFolder();
  await using _ = keys;
  await using server = await start('--api-keys', await writeApiKeys(keys.path, ['ada', 'eve']));
  const call = (who: string, token: string) =>
    fetch(server.url, {
      method: 'POST',
      headers: { ...whose.headers, ...brings(token), 'x-api-key': apiKeyOf(who) },
      body: whose.body,
    });
  expect((await post(server.url, tokens.ann, whose)).status).toBe(401);
  for (const [who, token] of [
    ['ada', tokens.ann],
    ['ada', tokens.bob],
    ['eve', tokens.ann],
  ] as const) {
    expect((await call(who, token)).status).toBe(200);
  }
  await expect.poll(async () => (await auditRecords(server.audit)).length).toBe(3);
  const callers = (await auditRecords(server.audit)).map(({ caller }) => caller);
  const credential = expect.stringMatching(/^[0-9a-f]{32}$/);
  expect(callers).toEqual(
    ['ada', 'ada', 'eve'].map((who) => ({ id: `api_key:${who}`, kind: 'api_key', credential })),
  );
  const [first, second, third] = callers.map((caller) => JSON.stringify(caller).replace(/"id":"[^"]+",/, ''));
  expect(second).not.toBe(first);
  expect(third).toBe(first);
});

test('one access token with two tokens for the upstream is two callers', async () => {
  const audience = 'https://tokens.example.com/mcp';
  await using provider = await startOpenIdProvider(audience);
  await using server = await start('--auth-issuer', provider.issuer, '--auth-audience', audience);
  const authorization = `Bearer ${await provider.token()}`;
  const call = async (token: string) => {
    const headers = { ...whose.headers, ...brings(token), authorization };
    return (await fetch(server.url, { method: 'POST', headers, body: whose.body })).text();
  };
  const answers = await Promise.all([tokens.ann, tokens.bob, tokens.ann, tokens.bob].map(call));
  expect(answers.map((text) => /"end":"(\w+)"/.exec(text)?.[1])).toEqual(['ANN', 'BOB', 'ANN', 'BOB']);
  // The access token itself is no token for the upstream.
  const refused = await fetch(server.url, {
    method: 'POST',
    headers: { ...whose.headers, authorization },
    body: whose.body,
  });
  expect(await refused.text()).toContain('unauthenticated');
  const callers = async () =>
    new Set((await auditRecords(server.audit)).map(({ caller }) => JSON.stringify(caller)));
  await expect.poll(async () => (await callers()).size).toBe(3);
});

test('a policy knows a caller by who they are, whatever token they bring', async () => {
  const files = await createTempFolder();
  await using _ = files;
  const rules = { caller: 'api_key:ada', roles: ['reader'] };
  const policy = { version: 1, roles: { reader: { rules: [{ effects: ['read'] }] } }, assign: [rules] };
  await writeFile(`${files.path}/policy.yaml`, JSON.stringify(policy));
  const keys = await writeApiKeys(files.path, ['ada', 'eve']);
  await using server = await start('--api-keys', keys, '--policy', `${files.path}/policy.yaml`);
  const as = (who: string) =>
    connect('v2-modern', { url: server.url, headers: { 'x-api-key': apiKeyOf(who), ...brings(tokens.ann) } });
  await using ada = await as('ada');
  await using eve = await as('eve');
  expect((await ada.callTool('whose_token')).structuredContent).toEqual({ end: 'ANN' });
  expect(await eve.listTools()).toEqual([]);
});

test('limits are counted for each token', async () => {
  await using server = await start('--rate-limit', '2/hour');
  const codes = [];
  for (const token of [tokens.ann, tokens.ann, tokens.ann, tokens.bob]) {
    codes.push((await (await post(server.url, token, whose)).text()).includes('rate_limited'));
  }
  expect(codes).toEqual([false, false, true, false]);
});

test('a task belongs to the token it began with', async () => {
  await using server = await start();
  const asked = modern('tools/call', { name: 'wait', arguments: { waitMs: 1_500 }, _meta: taskMeta });
  const begun = await (await post(server.url, tokens.ann, asked)).text();
  const taskId = /"taskId":"([^"]+)"/.exec(begun)?.[1] ?? '';
  const get = modern('tasks/get', { taskId, _meta: taskMeta });
  const cancel = modern('tasks/cancel', { taskId, _meta: taskMeta });
  const listen = modern('subscriptions/listen', { notifications: { taskIds: [taskId] }, _meta: taskMeta });
  const heard = async (token: string) => {
    const stream = (await post(server.url, token, listen)).body?.getReader();
    const { value } = (await stream?.read()) ?? {};
    await stream?.cancel();
    return new TextDecoder().decode(value);
  };
  expect(await heard(tokens.bob)).not.toContain(taskId);
  expect(await heard(tokens.ann)).toContain(taskId);
  for (const token of [tokens.bob, undefined]) {
    for (const one of [get, cancel])
      expect(await (await post(server.url, token, one)).text()).toContain('"error"');
  }
  await expect.poll(async () => (await post(server.url, tokens.ann, get)).text()).toContain('"end":"ANN"');
});

test('a client that brings ever new tokens is slowed down, and those known go on', async () => {
  await using server = await start('--rate-limit', 'off', '--audit', 'off');
  const list = modern('prompts/list', {});
  expect((await post(server.url, tokens.ann, whose)).status).toBe(200);
  let refused: Response | undefined;
  for (let count = 0; count < 2_000 && refused === undefined; count++) {
    const answer = await post(server.url, `tok_${String(count).padStart(16, '0')}`, list);
    await answer.text();
    if (answer.status === 429) refused = answer;
  }
  expect(refused?.headers.get('retry-after')).toMatch(/^\d+$/);
  expect(await (await post(server.url, tokens.ann, whose)).text()).toContain('ANN');
});

test.each(['https://app.example.com'])('a page of an allowed origin may send the header', async (origin) => {
  await using server = await start('--allowed-origins', 'app.example.com');
  const answer = await fetch(server.url, {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-headers': header, 'access-control-request-method': 'POST' },
  });
  expect([answer.status, answer.headers.get('access-control-allow-headers')]).toEqual([204, header]);
});

const http = ['--http', '--port', '0'];
const mistakes: readonly (readonly [why: string, words: readonly string[], said: RegExp])[] = [
  ['on stdio', ['--caller-token-header', 'X-Up-Token'], /--caller-token-header needs --http/],
  ['without a header', [...http, '--caller-token-fallback'], /needs --caller-token-header/],
  ['Authorization', [...http, '--caller-token-header', 'Authorization'], /begins with X-/],
  ['the key of this server', [...http, '--caller-token-header', 'X-API-Key'], /begins with X-/],
  ['the token itself', [...http, '--caller-token-header', tokens.ann], /begins with X-/],
  [
    'an address without authentication',
    [...http, '--host', '0.0.0.0', '--caller-token-header', 'X-Up-Token'],
    /authentication/,
  ],
];

test.each(mistakes)('a setting that cannot work ends the start: %s', async (_why, words, said) => {
  await using started = startProcess(withArgs(bin, '--audit', 'off', ...words));
  expect(await started.ended).toMatchObject({ code: 2 });
  expect(started.stderr()).toMatch(said);
  expect(started.stderr()).not.toContain(tokens.ann);
});

test('install refuses it, because a client starts what it writes on stdio', async () => {
  const words = ['install', '--client', 'cursor', '--dry-run', '--caller-token-header', 'X-Up-Token'];
  await using started = startProcess(withArgs(bin, ...words));
  expect(await started.ended).toMatchObject({ code: 2 });
});
