import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { initialize, nodeCommand, type RawStdio, rawStdio } from '../../testing/src/index.ts';
import { serveInMemory } from '../src/in-memory.ts';
import { type CallContext, defineServer, defineTool } from '../src/index.ts';

const bin = new URL('support/notes-bin.ts', import.meta.url).pathname;
const start = async (...flags: string[]): Promise<RawStdio> => {
  const client = rawStdio(nodeCommand(bin, '--audit', 'off', '--rate-limit', 'off', ...flags));
  await initialize(client);
  return client;
};

/** A thing in `_meta` that the short way leaves alone and that changes nothing. */
const forLibrary = { 'io.modelcontextprotocol/related-task': { taskId: 'any' } };
const ask = (client: RawStdio, params: Record<string, unknown>, byLibrary: boolean) =>
  client.ask('tools/call', byLibrary ? { ...params, _meta: forLibrary } : params);

/** An answer without what differs from call to call. */
const plain = (answer: unknown) =>
  JSON.parse(
    JSON.stringify(answer)
      .replaceAll(/[0-9a-f]{32}/g, 'trace')
      .replaceAll(/"id":\d+/g, '"id":0'),
  );

const question = {
  message: 'Who is there?',
  requestedSchema: { type: 'object', properties: { name: { type: 'string' } } },
};
/** A server whose one tool looks plain and asks its user while it runs. */
const asking = defineServer({
  name: 'asking',
  title: 'Asking',
  version: '1.0.0',
  description: 'Asks who is there.',
  toolsets: { all: { description: 'All', default: true } },
  config: z.object({}),
  connect: () => ({}),
  tools: [
    defineTool({
      name: 'greet_user',
      title: 'Greet the user',
      toolset: 'all',
      description: 'Greet the user by name.',
      effect: 'read',
      input: z.object({}),
      output: z.object({ greeting: z.string() }),
      run: async (_input, { ask: askUser }: CallContext<object>) => {
        const answer = await askUser('name', question);
        return { greeting: `Hello, ${answer.action === 'accept' ? answer.content.name : 'you'}!` };
      },
    }),
  ],
});

const envelope = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'raw', version: '1.0.0' },
  'io.modelcontextprotocol/clientCapabilities': {},
};
const startModern = async (...flags: string[]): Promise<RawStdio> => {
  const client = rawStdio(nodeCommand(bin, '--audit', 'off', '--rate-limit', 'off', ...flags));
  await client.ask('server/discover', { _meta: envelope });
  return client;
};
const askModern = (client: RawStdio, params: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  client.ask('tools/call', { ...params, _meta: { ...envelope, ...more } });
/** The library writes the result of an answer first, the short way writes it last and knows no other answer. */
const isDirect = (answer: object) => Object.keys(answer).at(-1) === 'result';

describe('the short way of a plain call', () => {
  it.each([
    ['an answer', { name: 'read_note', arguments: { title: 'first' } }],
    ['a write', { name: 'write_note', arguments: { title: 'a', body: 'b' } }],
    ['a failure', { name: 'read_note', arguments: { title: 'nothing' } }],
    ['a wrong argument', { name: 'read_note', arguments: { title: 7 } }],
    ['an unknown argument', { name: 'read_note', arguments: { titel: 'first' } }],
    ['no arguments', { name: 'read_note' }],
    ['arguments that are no object', { name: 'read_note', arguments: ['first'] }],
    ['an unknown tool', { name: 'no_such_tool', arguments: {} }],
    ['a name that is no string', { name: 7, arguments: {} }],
    ['a bug', { name: 'broken_note', arguments: {} }],
  ])('gives %s as the library does', async (_what, params) => {
    await using client = await start();
    const direct = await ask(client, params, false);
    expect(plain(direct)).toEqual(plain(await ask(client, params, true)));
  });

  it.each([
    ['an answer', { name: 'read_note', arguments: { title: 'first' } }],
    ['a write', { name: 'write_note', arguments: { title: 'a', body: 'b' } }],
    ['a failure', { name: 'read_note', arguments: { title: 'nothing' } }],
    ['an unknown argument', { name: 'read_note', arguments: { titel: 'first' } }],
    ['a bug', { name: 'broken_note', arguments: {} }],
  ])('gives %s as the library does in the modern era', async (_what, params) => {
    await using client = await startModern();
    const direct = await askModern(client, params, { traceparent: 'anything' });
    const byLibrary = await askModern(client, params, forLibrary);
    expect([isDirect(direct), isDirect(byLibrary)]).toEqual([true, false]);
    expect(direct).toMatchObject({ result: { resultType: 'complete' } });
    expect(plain(direct)).toEqual(plain(byLibrary));
  });

  it.each([
    ['a version of the future', { 'io.modelcontextprotocol/protocolVersion': '2031-01-01' }],
    [
      'capabilities of a wrong form',
      { 'io.modelcontextprotocol/clientCapabilities': { elicitation: 'yes' } },
    ],
    ['a log level', { 'io.modelcontextprotocol/logLevel': 'debug' }],
    ['a log level that is none', { 'io.modelcontextprotocol/logLevel': 'loud' }],
  ])('leaves %s to the library in the modern era', async (_what, more) => {
    await using client = await startModern();
    const call = { name: 'read_note', arguments: { title: 'first' } };
    expect(isDirect(await askModern(client, call))).toBe(true);
    expect(isDirect(await askModern(client, call, more))).toBe(false);
  });

  it('answers a cancelled call of the modern era with nothing, and goes on', async () => {
    await using client = await startModern();
    const slow = { name: 'slow_note', arguments: { waitMs: 800 }, _meta: envelope };
    const cancelled = client.send('tools/call', slow);
    client.notify('notifications/cancelled', { requestId: cancelled, _meta: envelope });
    await askModern(client, { name: 'slow_note', arguments: { waitMs: 900 } });
    expect(client.messages().some(({ id }) => id === cancelled)).toBe(false);
  });

  it('ends a call at its deadline as the library does', async () => {
    await using client = await start('--timeout-ms', '300');
    const endless = { name: 'slow_note', arguments: { waitMs: 60_000 } };
    const direct = await ask(client, endless, false);
    expect(direct).toMatchObject({ result: { _meta: { 'portolan/error': { code: 'timeout' } } } });
    expect(plain(direct)).toEqual(plain(await ask(client, endless, true)));
  });

  it('leaves a call to the library that turns out to ask its user', async () => {
    await using served = await serveInMemory(asking, ['--audit', 'off', '--rate-limit', 'off']);
    const { transport } = served;
    const initialized = Promise.withResolvers<unknown>();
    const called = Promise.withResolvers<unknown>();
    transport.onmessage = (message) => {
      if ('method' in message && 'id' in message) {
        const result = { action: 'accept', content: { name: 'Ada' } };
        void transport.send({ jsonrpc: '2.0', id: message.id, result });
      } else if ('result' in message) (message.id === 1 ? initialized : called).resolve(message.result);
    };
    await transport.start();
    const clientInfo = { name: 'raw', version: '1.0.0' };
    const params = { protocolVersion: '2025-11-25', capabilities: { elicitation: {} }, clientInfo };
    await transport.send({ jsonrpc: '2.0', id: 1, method: 'initialize', params });
    await initialized.promise;
    await transport.send({ jsonrpc: '2.0', method: 'notifications/initialized' });
    await transport.send({ jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'greet_user' } });
    expect(await called.promise).toMatchObject({ structuredContent: { greeting: 'Hello, Ada!' } });
  });

  it('answers a cancelled call with nothing, and goes on', async () => {
    await using client = await start();
    const cancelled = client.send('tools/call', { name: 'slow_note', arguments: { waitMs: 800 } });
    client.notify('notifications/cancelled', { requestId: cancelled });
    await client.ask('tools/call', { name: 'slow_note', arguments: { waitMs: 900 } });
    expect(client.messages().some(({ id }) => id === cancelled)).toBe(false);
  });

  it('obeys the flags', async () => {
    await using client = await start('--read-only');
    const answer = await client.ask('tools/call', {
      name: 'write_note',
      arguments: { title: 'a', body: 'b' },
    });
    expect(answer).toMatchObject({ error: { code: -32_602 } });
  });

  it('serves many calls at once, each its own answer', async () => {
    await using client = await start(...Array.from({ length: 50 }, (_, index) => `note ${index}`));
    const ids = Array.from({ length: 50 }, (_, index) =>
      client.send('tools/call', { name: 'read_note', arguments: { title: `note ${index}` } }),
    );
    const answers = await Promise.all(ids.map((id) => client.answerTo(id)));
    expect(answers.map((answer) => plain(answer).result.structuredContent.body)).toEqual(
      ids.map((_, index) => `note ${index}`),
    );
  });
});
