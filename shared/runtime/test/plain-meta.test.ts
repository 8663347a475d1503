import type { JSONRPCMessage } from '@modelcontextprotocol/server';
import { expect, it } from 'vitest';
import { serveInMemory } from '../src/in-memory.ts';
import { telling } from './support/telling-server.ts';

/** A thing in `_meta` that the short way leaves alone and that changes nothing. */
const forLibrary = { 'io.modelcontextprotocol/related-task': { taskId: 'any' } };
const eras = ['legacy', 'modern'] as const;
const envelope = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'raw', version: '1.0.0' },
  'io.modelcontextprotocol/clientCapabilities': {},
};

async function open(era: (typeof eras)[number], ...flags: readonly string[]) {
  const argv = ['--audit', 'off', '--rate-limit', 'off', '--log-level', 'error', ...flags];
  const { transport, ...served } = await serveInMemory(telling, argv);
  const seen: JSONRPCMessage[] = [];
  transport.onmessage = (message) => void seen.push(message);
  await transport.start();
  const answerTo = (id: number) => seen.find((message) => 'id' in message && message.id === id);
  const ask = async (id: number, method: string, params: Record<string, unknown>) => {
    await transport.send({ jsonrpc: '2.0', id, method, params });
    await expect.poll(() => answerTo(id)).toBeDefined();
  };
  const meta = era === 'modern' ? envelope : {};
  const clientInfo = { name: 'raw', version: '1.0.0' };
  const capabilities = {};
  if (era === 'modern') await ask(1, 'server/discover', { _meta: envelope });
  else {
    await ask(1, 'initialize', { protocolVersion: '2025-11-25', capabilities, clientInfo });
    await transport.send({ jsonrpc: '2.0', method: 'notifications/initialized' });
  }
  const { length } = seen;
  return {
    transport,
    /** What came since the handshake, without what differs from call to call. */
    messages: () => JSON.parse(JSON.stringify(seen.slice(length)).replaceAll(/[0-9a-f]{32}/g, 'trace')),
    /** The library writes the result of an answer first, the short way writes it last. */
    isDirect: (id: number) => Object.keys(answerTo(id) ?? {}).at(-1) === 'result',
    call: (id: number, name: string, more: object) =>
      ask(id, 'tools/call', { name, arguments: {}, _meta: { ...meta, ...more } }),
    send: (id: number, name: string, more: object) =>
      transport.send({
        jsonrpc: '2.0',
        id,
        method: 'tools/call',
        params: { name, _meta: { ...meta, ...more } },
      }),
    [Symbol.asyncDispose]: () => served[Symbol.asyncDispose](),
  };
}

/** Two connections, of which the second serves every call by the library. */
async function bothWays(
  era: (typeof eras)[number],
  use: (connection: Awaited<ReturnType<typeof open>>, meta: object) => Promise<void>,
  ...flags: readonly string[]
) {
  await using direct = await open(era, ...flags);
  await use(direct, {});
  await using library = await open(era, ...flags);
  await use(library, forLibrary);
  return { direct: direct.messages(), library: library.messages() };
}

const metas = [
  ['nothing', {}],
  ['a token that is text', { progressToken: 'a "token"' }],
  ['an empty token', { progressToken: '' }],
  ['a token that is a number', { progressToken: 0 }],
  [
    'what a host adds',
    { progressToken: 7, 'claudecode/toolUseId': 'toolu_1', 'vscode.requestId': { a: [1] } },
  ],
  [
    'trace context',
    {
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      tracestate: 'a=1',
      baggage: 'b=2',
    },
  ],
  ['broken trace context', { traceparent: 7, tracestate: [] }],
] as const;
const cases = eras.flatMap((era) => metas.map(([what, meta]) => [what, era, meta] as const));

it.each(cases)('a call with %s in _meta is answered as by the library (%s)', async (_what, era, meta) => {
  const ways: boolean[] = [];
  const { direct, library } = await bothWays(era, async ({ call, isDirect }, way) => {
    await call(2, 'tell_steps', { ...meta, ...way });
    ways.push(isDirect(2));
  });
  expect(ways).toEqual([true, false]);
  expect(direct).toEqual(library);
  expect(direct).toHaveLength('progressToken' in meta ? 4 : 1);
});

it.each(eras)('progress comes in its order before the answer, and none after it (%s)', async (era) => {
  const { direct, library } = await bothWays(era, async ({ call }, way) => {
    await call(2, 'tell_late', { progressToken: 'late', ...way });
    await call(3, 'tell_steps', { progressToken: 'steps', ...way });
  });
  expect(direct).toEqual(library);
  expect(direct).toMatchObject([
    { method: 'notifications/progress', params: { progressToken: 'late', progress: 1, total: 2 } },
    { id: 2 },
    { method: 'notifications/progress', params: { progressToken: 'steps', progress: 0 } },
    { params: { progressToken: 'steps', progress: 1, total: 2 } },
    { params: { progressToken: 'steps', progress: 2, total: 2, message: 'almost "done"' } },
    { id: 3 },
  ]);
});

it.each(eras)('a cancelled call tells no progress any more (%s)', async (era) => {
  const { direct, library } = await bothWays(era, async ({ transport, send, call, messages }, way) => {
    await send(2, 'tell_cancelled', { progressToken: 2, ...way });
    await expect.poll(messages).toHaveLength(1);
    await transport.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 2 } });
    await call(3, 'tell_steps', way);
  });
  expect(direct).toEqual(library);
  expect(direct).toMatchObject([{ params: { progressToken: 2, progress: 1 } }, { id: 3 }]);
});

it.each(eras)('a call that is out of time tells no progress after its error (%s)', async (era) => {
  const { direct, library } = await bothWays(
    era,
    async ({ call }, way) => {
      await call(2, 'tell_cancelled', { progressToken: 2, ...way });
      await call(3, 'tell_steps', way);
    },
    '--timeout-ms=50',
  );
  expect(direct).toEqual(library);
  expect(direct).toMatchObject([
    { params: { progress: 1 } },
    { id: 2, result: { isError: true } },
    { id: 3 },
  ]);
});

it.each([
  ['a token that is null', { progressToken: null }],
  ['a token that is an object', { progressToken: {} }],
  ['a token that is no whole number', { progressToken: 1.5 }],
  ['a token too large to be exact', { progressToken: 2 ** 60 }],
  ['a related task that is none', { 'io.modelcontextprotocol/related-task': { taskId: 7 } }],
])('%s is left to the library, which takes no such message', async (_what, meta) => {
  await using connection = await open('legacy');
  await connection.send(2, 'tell_steps', meta);
  await connection.call(3, 'tell_steps', {});
  expect(connection.messages()).toMatchObject([{ id: 3 }]);
});

it('an envelope on a connection of the older era is left to the library', async () => {
  await using connection = await open('legacy');
  await connection.call(2, 'tell_steps', { 'io.modelcontextprotocol/protocolVersion': 7 });
  expect(connection.isDirect(2)).toBe(false);
});
