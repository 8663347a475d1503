import { expect, it } from 'vitest';
import * as z from 'zod';
import { initialize, nodeCommand, rawStdio, startHttpServer } from '../../testing/src/index.ts';

const bin = new URL('support/notes-bin.ts', import.meta.url).pathname;
const Refusal = z.object({ code: z.number(), message: z.string() });
const start = async () => {
  const client = rawStdio(nodeCommand(bin, '--audit', 'off', '--rate-limit', 'off'));
  await initialize(client);
  return client;
};
const call = (id: unknown, more: object = {}) => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/call',
  params: { name: 'read_note', arguments: { title: 'first' } },
  ...more,
});

it.each([
  ['params that are a list', call(7, { params: [] }), -32_602],
  ['a _meta that is text', call(7, { params: { name: 'read_note', _meta: 'x' } }), -32_602],
  ['a member too many', call(7, { more: 1 }), -32_600],
  ['another version of JSON-RPC', call(7, { jsonrpc: '1.0' }), -32_600],
])('a request with %s is told so', async (_what, message, code) => {
  await using client = await start();
  client.line(JSON.stringify(message));
  expect(await client.answerTo(7)).toMatchObject({ id: 7, error: { code } });
  expect(await client.ask('ping')).toMatchObject({ result: {} });
});

it.each([
  ['resources/read', {}, 'uri: '],
  ['prompts/get', { name: 5 }, 'name: '],
  ['tools/call', { arguments: {} }, 'name: '],
  ['tools/call', { name: 'read_note', arguments: [] }, 'arguments: '],
  ['completion/complete', {}, 'ref: '],
  ['logging/setLevel', { level: 'loud' }, 'level: '],
  ['initialize', {}, 'protocolVersion: '],
])('%s with the parameters %j is told in a sentence what is wrong', async (method, params, start_) => {
  await using client = await start();
  client.line(JSON.stringify({ jsonrpc: '2.0', id: 7, method, params }));
  const { error } = z.object({ error: Refusal }).parse(await client.answerTo(7));
  expect(error.code).toBe(-32_602);
  expect(error.message).toMatch(new RegExp(`^Invalid params: ${start_}`));
  expect(error.message).not.toMatch(/[[{\n]/);
});

it.each(['tools/list', 'prompts/list', 'resources/list', 'resources/templates/list'])(
  '%s refuses a cursor that nobody gave',
  async (method) => {
    await using client = await start();
    expect(await client.ask(method, { cursor: 'nowhere' })).toMatchObject({ error: { code: -32_602 } });
    expect(await client.ask(method)).toMatchObject({ result: {} });
  },
);

it('a modern request in another version is refused wherever it stands on a connection', async () => {
  await using client = rawStdio(nodeCommand(bin, '--audit', 'off', '--rate-limit', 'off'));
  const modern = (id: number, method: string, params: object = {}, version = '2026-07-28') => ({
    jsonrpc: '2.0',
    id,
    method,
    params: {
      ...params,
      _meta: {
        'io.modelcontextprotocol/protocolVersion': version,
        'io.modelcontextprotocol/clientCapabilities': {},
      },
    },
  });
  const read = { name: 'read_note', arguments: { title: 'first' } };
  client.line(JSON.stringify(modern(1, 'tools/call', read)));
  expect(await client.answerTo(1)).toMatchObject({ result: { resultType: 'complete' } });
  const others = [modern(2, 'tools/list', {}, '2099-01-01'), modern(3, 'tools/call', read, '2025-11-25')];
  for (const message of others) {
    client.line(JSON.stringify(message));
    const data = {
      supported: ['2026-07-28'],
      requested: message.params._meta['io.modelcontextprotocol/protocolVersion'],
    };
    expect(await client.answerTo(message.id)).toMatchObject({ error: { code: -32_022, data } });
  }
  client.line(JSON.stringify(modern(4, 'tools/list')));
  expect(await client.answerTo(4)).toMatchObject({ result: { resultType: 'complete' } });
});

it('each request of a batch is told that there are none', async () => {
  await using client = await start();
  client.line(JSON.stringify([call(7), { jsonrpc: '2.0', method: 'notifications/x' }, call('eight')]));
  expect(await client.answerTo(7)).toMatchObject({ error: { code: -32_600 } });
  await expect.poll(() => client.messages()).toContainEqual(expect.objectContaining({ id: 'eight' }));
});

it.each([
  ['a response nobody asked for', { jsonrpc: '2.0', id: 9, result: {} }],
  ['an id that is none', call(null)],
  ['a notification with a list', { jsonrpc: '2.0', method: 'notifications/x', params: [] }],
  ['text', 'hello'],
  ['nothing', null],
])('%s is answered by nothing, and the connection goes on', async (_what, message) => {
  await using client = await start();
  client.line(JSON.stringify(message));
  const before = client.messages().length;
  expect(await client.ask('ping')).toMatchObject({ result: {} });
  expect(client.messages()).toHaveLength(before + 1);
});

it('a list in a list in a list is no message, and the connection goes on', async () => {
  await using client = await start();
  client.line('['.repeat(100_000) + ']'.repeat(100_000));
  expect(await client.ask('ping')).toMatchObject({ result: {} });
});

it('over HTTP it is a wrong request', async () => {
  await using server = await startHttpServer(nodeCommand(bin, '--audit', 'off'));
  const answer = await fetch(server.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
    body: '['.repeat(100_000) + ']'.repeat(100_000),
  });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ error: { code: -32_600 } });
});

it('a client that uses one id for many calls at once still gets its later answers', async () => {
  await using client = await start();
  for (let count = 0; count < 64; count += 1) client.line(JSON.stringify(call('same')));
  for (let count = 0; count < 64; count += 1) client.line(JSON.stringify(call(`own ${count}`)));
  const answered = () => new Set(client.messages().map(({ id }) => id));
  await expect.poll(answered).toContain('own 63');
});
