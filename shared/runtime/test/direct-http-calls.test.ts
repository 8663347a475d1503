import { once } from 'node:events';
import { request } from 'node:http';
import { expect, it } from 'vitest';
import { connect } from '../../testing/src/index.ts';
import { listenHttp } from '../src/http/listen.ts';
import { done, hold, serveTwoWays } from './support/two-ways.ts';

const clients = ['v1', 'v2-legacy', 'v2-modern'] as const;
const modern = '2026-07-28';
const legacy = '2025-11-25';
const json = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
const envelope = (capabilities: object = {}) => ({
  'io.modelcontextprotocol/protocolVersion': modern,
  'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1.0.0' },
  'io.modelcontextprotocol/clientCapabilities': capabilities,
});

const ignore = () => {};
const quiet = { debug: ignore, info: ignore, warning: ignore, error: ignore };

interface Sent {
  readonly headers: Record<string, string>;
  readonly body: unknown;
}

const call = (params: Record<string, unknown>) => ({ jsonrpc: '2.0', id: 7, method: 'tools/call', params });

const modernCall = (params: Record<string, unknown>, headers: Record<string, string> = {}): Sent => ({
  headers: {
    ...json,
    'mcp-protocol-version': modern,
    'mcp-method': 'tools/call',
    'mcp-name': String(params.name),
    ...headers,
  },
  body: call({ _meta: envelope(), ...params }),
});

const legacyCall = (params: Record<string, unknown>, headers: Record<string, string> = {}): Sent => ({
  headers: { ...json, 'mcp-protocol-version': legacy, ...headers },
  body: call(params),
});

async function post(url: string, { headers, body }: Sent) {
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  const text = await answer.text();
  const isStream = answer.headers.get('content-type') === 'text/event-stream';
  const messages = isStream ? [...text.matchAll(/^data: ([^\n]+)$/gm)].map(([, data]) => data) : [text];
  return { status: answer.status, messages: messages.map((message) => plain(message ?? '')) };
}

/** An answer without what differs from call to call. */
const plain = (text: string): unknown =>
  text === '' ? '' : JSON.parse(text.replaceAll(/[0-9a-f]{32}/g, 'trace'));

/** Loses the connection of a call when its tool runs. */
async function loseOnceBegun(gone: AbortController, answer: Promise<Response>): Promise<void> {
  const before = done.begun;
  const lost = expect(answer.then((response) => response.text())).rejects.toThrow();
  await expect.poll(() => done.begun, { interval: 5 }).toBe(before + 1);
  gone.abort();
  await lost;
}

async function openSession(url: string): Promise<string> {
  const clientInfo = { name: 'raw', version: '1.0.0' };
  const params = { protocolVersion: legacy, capabilities: {}, clientInfo };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params });
  const answer = await fetch(url, { method: 'POST', headers: json, body });
  await answer.text();
  return answer.headers.get('mcp-session-id') ?? '';
}

it.each([
  ['an answer', { name: 'say_back', arguments: { text: 'a "b" \u2028 é' } }],
  ['a write', { name: 'write_down' }],
  ['a failure', { name: 'refuse', arguments: {} }],
  ['a wrong argument', { name: 'say_back', arguments: { text: 7 } }],
  ['an unknown argument', { name: 'say_back', arguments: { txet: 'x' } }],
  ['a bug', { name: 'break_down' }],
])('takes %s and answers as the library does, in every era', async (_what, params) => {
  await using served = await serveTwoWays();
  for (const sent of [
    modernCall(params),
    legacyCall(params),
    legacyCall({ ...params, _meta: { traceparent: 'x', progressToken: 7 } }),
    modernCall({ ...params, _meta: { ...envelope(), progressToken: 'seven' } }),
    legacyCall(params, { 'mcp-session-id': await openSession(served.direct) }),
  ]) {
    const before = served.taken();
    const answer = await post(served.direct, sent);
    expect(served.taken()).toBe(before + 1);
    expect(answer).toMatchObject({ status: 200, messages: [{ id: 7 }] });
    expect(answer.messages).toEqual((await post(served.library, sent)).messages);
  }
});

const said = { name: 'say_back', arguments: { text: 'x' } };
it.each([
  ['another tool in the header', modernCall(said, { 'mcp-name': 'refuse' })],
  ['no tool in the headers', { ...modernCall(said), headers: { ...json, 'mcp-protocol-version': modern } }],
  ['another method in the header', modernCall(said, { 'mcp-method': 'tools/list' })],
  ['another version in the header', modernCall(said, { 'mcp-protocol-version': legacy })],
  ['a version nobody knows', legacyCall(said, { 'mcp-protocol-version': '2031-01-01' })],
  [
    'a version of the future',
    modernCall(
      { ...said, _meta: { ...envelope(), 'io.modelcontextprotocol/protocolVersion': '2031-01-01' } },
      { 'mcp-protocol-version': '2031-01-01' },
    ),
  ],
  ['a modern version without an envelope', legacyCall(said, { 'mcp-protocol-version': modern })],
  ['capabilities of a wrong form', modernCall({ ...said, _meta: envelope({ elicitation: 'yes' }) })],
  [
    'a log level that is none',
    modernCall({ ...said, _meta: { ...envelope(), 'io.modelcontextprotocol/logLevel': 'loud' } }),
  ],
  ['a progress token of a wrong form', legacyCall({ ...said, _meta: { progressToken: {} } })],
  ['a client that takes no stream', legacyCall(said, { accept: 'application/json' })],
  ['a body of another type', legacyCall(said, { 'content-type': 'text/plain' })],
  ['a session that is none', legacyCall(said, { 'mcp-session-id': 'none' })],
  ['an unknown tool', legacyCall({ name: 'say_bakc' })],
  ['arguments that are no object', legacyCall({ name: 'say_back', arguments: ['x'] })],
  ['a name that is no text', legacyCall({ name: 7 })],
  [
    'a tool whose arguments headers repeat',
    modernCall({ name: 'take_repeated', arguments: { region: 'north' } }),
  ],
  ['a tool that confirms', legacyCall({ name: 'destroy_all' })],
])('leaves %s to the library', async (_what, sent) => {
  await using served = await serveTwoWays();
  const answer = await post(served.direct, sent);
  expect(served.taken()).toBe(0);
  expect(answer).toEqual(await post(served.library, sent));
});

it('looks at every envelope anew that differs from the ones it knows', async () => {
  await using served = await serveTwoWays();
  await post(served.direct, modernCall(said));
  const wrong = modernCall({ ...said, _meta: { ...envelope(), 'io.modelcontextprotocol/clientInfo': 7 } });
  expect(await post(served.direct, wrong)).toMatchObject({ status: 400 });
  expect(served.taken()).toBe(1);
});

it.each(['GET', 'DELETE'])('serves no call that is sent with %s', async (method) => {
  await using served = await serveTwoWays();
  for (const { headers, body } of [modernCall({ name: 'write_down' }), legacyCall({ name: 'write_down' })]) {
    const before = done.writes;
    const text = JSON.stringify(body);
    const asked = request(served.direct, {
      method,
      headers: { ...headers, 'content-length': Buffer.byteLength(text) },
    }).end(text);
    const [answer] = await once(asked, 'response');
    asked.destroy();
    expect([answer.statusCode, done.writes]).toEqual([405, before]);
  }
});

it('answers a client whose description nests deeper than can be written as the library does', async () => {
  await using served = await serveTwoWays();
  const { headers, body } = modernCall({
    ...said,
    _meta: { ...envelope(), 'io.modelcontextprotocol/clientInfo': { name: 'deep', version: '1', more: 0 } },
  });
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  const text = JSON.stringify(body).replace('"more":0', `"more":${deep}`);
  const answers = [served.direct, served.library].map(async (url) =>
    (await fetch(url, { method: 'POST', headers, body: text })).json(),
  );
  const [direct, library] = await Promise.all(answers);
  expect(direct).toEqual(library);
  expect(direct).toMatchObject({ result: { structuredContent: { said: 'x' } } });
});

it('ends a call that asks its user where the endpoint does not go on with it', async () => {
  await using served = await serveTwoWays();
  const listener = await listenHttp({
    host: '127.0.0.1',
    port: 0,
    endpoint: async () => Response.json({}, { status: 400 }),
    direct: served.endpoint.direct,
    log: quiet,
  });
  const before = done.asked;
  expect(await post(listener.url, modernCall({ name: 'ask_late' }))).toMatchObject({ status: 400 });
  await expect.poll(() => done.asked).toBe(before + 1);
  await listener.close(0);
});

it('begins no call that waited for room until the server closed', async () => {
  await using served = await serveTwoWays();
  const listener = await listenHttp({
    host: '127.0.0.1',
    port: 0,
    endpoint: served.endpoint.fetch,
    direct: served.endpoint.direct,
    largestAnswer: () => 2 ** 30,
    log: quiet,
  });
  const { writes: before, begun } = done;
  const first = post(listener.url, modernCall({ name: 'wait_a_while', arguments: { ms: 60_000 } }));
  await expect.poll(() => done.begun).toBe(begun + 1);
  const second = post(listener.url, modernCall({ name: 'write_down' }));
  // It arrives within a few turns, however long each of them takes here.
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setTimeout(resolve, 4));
  await listener.close(0);
  expect(await Promise.all([first, second])).toMatchObject([{ status: 503 }, { status: 503 }]);
  expect(done.writes).toBe(before);
});

it.each(clients)('goes on with a slow call behind the library, once (%s)', async (kind) => {
  await using served = await serveTwoWays();
  await using client = await connect(kind, { url: served.direct });
  const before = done.ended;
  const answer = await client.callTool('wait_a_while', { ms: 150 });
  expect(answer).toMatchObject({ structuredContent: { said: 'waited' } });
  expect([done.ended, served.taken()]).toEqual([before + 1, 0]);
});

it.each(clients)('lets a call ask its user in the middle (%s)', async (kind) => {
  await using served = await serveTwoWays();
  const elicit = async () => ({ action: 'accept' as const, content: { name: 'Ada' } });
  await using client = await connect(kind, { url: served.direct }, { elicit });
  const answer = await client.callTool('greet_user', {});
  expect(answer).toMatchObject({ structuredContent: { said: 'Hello, Ada!' } });
});

it('tells the client what a call logs, before its answer', async () => {
  await using served = await serveTwoWays();
  const { messages } = await post(served.direct, legacyCall({ name: 'tell_first' }));
  expect(messages).toMatchObject([
    { method: 'notifications/message', params: { data: 'about to answer' } },
    { id: 7, result: { structuredContent: { said: 'told' } } },
  ]);
});

it('tells the client of progress it asked for, before its answer, in every era', async () => {
  await using served = await serveTwoWays();
  for (const sent of [
    legacyCall({ name: 'tell_steps', _meta: { progressToken: 'a' } }),
    legacyCall(
      { name: 'tell_steps', _meta: { progressToken: 0 } },
      { 'mcp-session-id': await openSession(served.direct) },
    ),
    modernCall({ name: 'tell_steps', _meta: { ...envelope(), progressToken: 'a' } }),
  ]) {
    const { messages } = await post(served.direct, sent);
    expect(messages).toMatchObject([
      { method: 'notifications/progress', params: { progress: 1, total: 2 } },
      { method: 'notifications/progress', params: { progress: 2, total: 2, message: 'done' } },
      { id: 7, result: { structuredContent: { said: 'told' } } },
    ]);
    // A session is of one listener's.
    const { 'mcp-session-id': session, ...headers } = sent.headers;
    if (session === undefined)
      expect(messages).toEqual((await post(served.library, { ...sent, headers })).messages);
  }
  expect(served.taken()).toBe(0);
});

it('cancels a call whose client goes away', async () => {
  await using served = await serveTwoWays();
  const before = done.cancelled;
  const gone = new AbortController();
  const { headers, body } = modernCall({ name: 'wait_a_while', arguments: { ms: 60_000 } });
  const asked = fetch(served.direct, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
    signal: gone.signal,
  });
  await loseOnceBegun(gone, asked);
  await expect.poll(() => done.cancelled).toBe(before + 1);
});

const cancel = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 7 } };

it('cancels a call of a session by message, and answers nothing', async () => {
  await using served = await serveTwoWays();
  const session = { 'mcp-session-id': await openSession(served.direct) };
  const { headers, body } = legacyCall({ name: 'wait_a_while', arguments: { ms: 60_000 } }, session);
  const { signal } = new AbortController();
  const begun = served.endpoint.direct(headers, body, { signal });
  await served.endpoint.fetch(new Request(served.direct, { method: 'POST', headers }), {
    parsedBody: cancel,
  });
  expect(await begun?.json).toBe('');
});

it('cancels a slow call of a session by message', async () => {
  await using served = await serveTwoWays();
  const session = { 'mcp-session-id': await openSession(served.direct) };
  const before = done.cancelled;
  const { headers, body } = legacyCall({ name: 'wait_a_while', arguments: { ms: 60_000 } }, session);
  // The library's stream opens: it has the call.
  const stream = await fetch(served.direct, { method: 'POST', headers, body: JSON.stringify(body) });
  await post(served.direct, { headers, body: cancel });
  await expect.poll(() => done.cancelled).toBe(before + 1);
  await stream.body?.cancel();
});

it('lets a call of a session go on that lost its connection', async () => {
  await using served = await serveTwoWays();
  const session = { 'mcp-session-id': await openSession(served.direct) };
  const before = done.ended;
  const gone = new AbortController();
  const { headers, body } = legacyCall({ name: 'wait_a_while', arguments: { ms: 500 } }, session);
  const sent = { method: 'POST', headers, body: JSON.stringify(body), signal: gone.signal };
  await loseOnceBegun(gone, fetch(served.direct, sent));
  await expect.poll(() => done.ended).toBe(before + 1);
});

it('ends a call of a session that asks its user after the connection was lost', async () => {
  await using served = await serveTwoWays();
  const session = { 'mcp-session-id': await openSession(served.direct) };
  const gone = new AbortController();
  const lost = Promise.withResolvers<void>();
  hold.until = lost.promise;
  const before = done.asked;
  const { headers, body } = legacyCall(
    { name: 'ask_late', arguments: {}, _meta: { progressToken: 1 } },
    session,
  );
  const sent = { method: 'POST', headers, body: JSON.stringify(body), signal: gone.signal };
  await loseOnceBegun(gone, fetch(served.direct, sent));
  lost.resolve();
  await expect.poll(() => done.asked).toBe(before + 1);
});

it('ends the calls of a session that ends', async () => {
  await using served = await serveTwoWays();
  const session = { 'mcp-session-id': await openSession(served.direct) };
  const { headers, body } = legacyCall({ name: 'wait_a_while', arguments: { ms: 60_000 } }, session);
  const begun = served.endpoint.direct(headers, body, { signal: new AbortController().signal });
  await served.endpoint.fetch(new Request(served.direct, { method: 'DELETE', headers }), {});
  expect(await begun?.json).toBe('');
});
