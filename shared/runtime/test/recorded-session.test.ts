import { InMemoryTransport, type JSONRPCMessage } from '@modelcontextprotocol/server';
import { expect, onTestFinished, test, vi } from 'vitest';
import * as z from 'zod';
import { assemble } from '../src/assembly/assemble.ts';
import { manifestOf } from '../src/build.ts';
import { recorded } from '../src/first-answer/messages.ts';
import { type CallContext, defineServer, defineTool } from '../src/index.ts';
import { serveOverStdio } from '../src/protocol/stdio.ts';
import { loadSettings } from '../src/settings/load.ts';

const tool = <Output extends z.ZodRawShape>(
  name: string,
  output: Output,
  run: (context: CallContext<object>) => Promise<z.input<z.ZodObject<Output>>>,
) =>
  defineTool({
    name,
    title: name,
    toolset: 'all',
    description: name,
    effect: 'read',
    input: z.object({}),
    output: z.object(output),
    run: (_input, context: CallContext<object>) => run(context),
  });

const hidden = new Set<string>();
const server = defineServer({
  name: 'rooted',
  title: 'Rooted',
  version: '1.0.0',
  description: 'Says where it works.',
  toolsets: { all: { description: 'All', default: true } },
  config: z.object({}),
  connect: () => ({}),
  offers: (_services, name) => !hidden.has(name),
  tools: [
    tool('get_roots', { roots: z.array(z.string()).optional() }, async ({ roots }) => ({
      roots: [...((await roots()) ?? [])],
    })),
    tool('hide_tool', {}, async ({ toolListChanged, promptListChanged, log }) => {
      hidden.add('ask_user');
      toolListChanged();
      promptListChanged();
      log.warning('Hidden.');
      return {};
    }),
    tool('ask_user', { name: z.unknown() }, async ({ ask }) => {
      const answer = await ask('name', {
        message: 'Who?',
        requestedSchema: { type: 'object', properties: {} },
      });
      return { name: answer.action === 'accept' ? answer.content.name : undefined };
    }),
  ],
});

/** A client whose handshake was answered by somebody else before. */
async function open(capabilities: Readonly<Record<string, unknown>> = {}) {
  hidden.clear();
  const manifest = await manifestOf(server);
  const argv = ['--audit', 'off', '--rate-limit', 'off', '--log-level', 'error'];
  const assembly = await assemble(server, await loadSettings(server, { argv, env: {} }, manifest.settings));
  await assembly.engine.parts.connected();
  const [near, far] = InMemoryTransport.createLinkedPair();
  const protocolVersion = '2025-11-25';
  const clientInfo = { name: 'raw', version: '1.0.0' };
  const params = { protocolVersion, capabilities, clientInfo };
  // The library is loaded with what keeps its open questions.
  const loaded = vi.fn(assembly.rounds);
  const connection = serveOverStdio({
    ...assembly,
    rounds: loaded,
    opened: {
      id: 1,
      protocolVersion,
      capabilities,
      handshake: [
        { jsonrpc: '2.0', id: 1, method: 'initialize', params },
        { jsonrpc: '2.0', method: 'notifications/initialized' },
      ],
      offers: (kind) => kind === 'tools',
      recorded: (message) => recorded(message, manifest, protocolVersion, true),
    },
    transport: far,
    onClose: () => {},
  });
  onTestFinished(async () => {
    await connection.drain(0);
    await assembly.close();
  });
  const seen: JSONRPCMessage[] = [];
  const asked: ((message: JSONRPCMessage & { id: string | number; method: string }) => object)[] = [];
  near.onmessage = (message) => {
    seen.push(message);
    if (!('method' in message) || !('id' in message)) return;
    const answer = asked[0]?.(message) ?? {};
    void near.send({ jsonrpc: '2.0', id: message.id, result: { ...answer } });
  };
  await near.start();
  let lastId = 1;
  const ask = async (method: string, more: Record<string, unknown> = {}) => {
    lastId += 1;
    const id = lastId;
    await near.send({ jsonrpc: '2.0', id, method, params: more });
    const answer = () =>
      seen.find((message) => 'id' in message && message.id === id && !('method' in message));
    await expect.poll(answer).toBeDefined();
    return answer();
  };
  const methods = () => seen.flatMap((message) => ('method' in message ? message.method : []));
  return { near, seen, asked, ask, methods, loaded };
}

const call = (name: string) => ['tools/call', { name, arguments: {} }] as const;

test('asks its client for roots once, and again after they changed', async () => {
  const { near, ask, asked, methods } = await open({ roots: {} });
  let uri = 'file:///one';
  asked.push(() => ({ roots: [{ uri }] }));
  const first = { result: { structuredContent: { roots: ['file:///one'] } } };
  expect(await ask(...call('get_roots'))).toMatchObject(first);
  uri = 'file:///two';
  expect(await ask(...call('get_roots'))).toMatchObject(first);
  await near.send({ jsonrpc: '2.0', method: 'notifications/roots/list_changed' });
  const second = { result: { structuredContent: { roots: ['file:///two'] } } };
  expect(await ask(...call('get_roots'))).toMatchObject(second);
  expect(methods()).toEqual(['roots/list', 'roots/list']);
});

test.each([
  ['that are no list', { roots: 'file:///one' }],
  ['that are no files', { roots: [{ uri: 'https://one.example' }] }],
])('refuses a call where the client gives roots %s', async (_what, roots) => {
  const { ask, asked } = await open({ roots: {} });
  asked.push(() => roots);
  const refused = { result: { isError: true, _meta: { 'portolan/error': { code: 'unavailable' } } } };
  expect(await ask(...call('get_roots'))).toMatchObject(refused);
});

test('asks no client for roots that has none', async () => {
  const { ask, seen } = await open();
  expect(await ask(...call('get_roots'))).toMatchObject({ result: { structuredContent: { roots: [] } } });
  expect(seen).toHaveLength(1);
});

test('tells of changes that the server offers, and lists what is there now', async () => {
  const { ask, methods } = await open();
  const names = async () => JSON.stringify(await ask('tools/list')).match(/"name":"\w+"/g);
  expect(await names()).toEqual(['"name":"get_roots"', '"name":"hide_tool"', '"name":"ask_user"']);
  await ask(...call('hide_tool'));
  expect(methods()).toEqual(['notifications/tools/list_changed', 'notifications/message']);
  expect(await names()).toEqual(['"name":"get_roots"', '"name":"hide_tool"']);
});

test('goes on with the library from the first message that needs it', async () => {
  const { near, ask, asked, seen, methods } = await open({ elicitation: {}, roots: {} });
  asked.push(({ method }) =>
    method === 'roots/list'
      ? { roots: [{ uri: 'file:///one' }] }
      : { action: 'accept', content: { name: 'Ada' } },
  );
  const asking = ask(...call('ask_user'));
  const listing = ask('tools/list', { more: 1 });
  expect(await asking).toMatchObject({ result: { structuredContent: { name: 'Ada' } } });
  expect(await listing).toMatchObject({ result: { tools: [{}, {}, {}] } });
  // The answer to the handshake was given before.
  expect(seen.filter((message) => 'id' in message && message.id === 1 && 'result' in message)).toEqual([]);
  expect(await ask('logging/setLevel', { level: 'error' })).toMatchObject({ result: {} });
  await ask(...call('hide_tool'));
  expect(methods().filter((method) => method.startsWith('notifications/'))).toEqual([
    'notifications/tools/list_changed',
  ]);
  const roots = { result: { structuredContent: { roots: ['file:///one'] } } };
  expect(await ask(...call('get_roots'))).toMatchObject(roots);
  await near.send({ jsonrpc: '2.0', method: 'notifications/roots/list_changed' });
  expect(await ask(...call('get_roots'))).toMatchObject(roots);
  expect(methods().filter((method) => method === 'roots/list')).toHaveLength(2);
});

test('a client that initializes again has its own abilities and roots from then on', async () => {
  const { ask, asked } = await open({ roots: {} });
  let uri = 'file:///one';
  asked.push(() => ({ roots: [{ uri }] }));
  const again = (capabilities: object) => {
    const clientInfo = { name: 'next', version: '1.0.0' };
    return ask('initialize', { protocolVersion: '2025-06-18', capabilities, clientInfo });
  };
  const roots = (...found: string[]) => ({ result: { structuredContent: { roots: found } } });
  expect(await ask(...call('get_roots'))).toMatchObject(roots('file:///one'));
  expect(await again({})).toMatchObject({ result: { protocolVersion: '2025-06-18' } });
  expect(await ask(...call('get_roots'))).toMatchObject(roots());
  await again({ roots: {} });
  expect(await ask(...call('get_roots'))).toMatchObject(roots('file:///one'));
  uri = 'file:///two';
  await again({ roots: {} });
  expect(await ask(...call('get_roots'))).toMatchObject(roots('file:///two'));
});

test.each([0, 4, 6, 8, 10, 12, 64])(
  'does not ask the user of a call that is cancelled before it asks (%i turns)',
  async (turns) => {
    const { near, ask, seen } = await open({ elicitation: {} });
    await near.send({
      jsonrpc: '2.0',
      id: 'asks',
      method: 'tools/call',
      params: { name: 'ask_user', arguments: {} },
    });
    for (let turn = 0; turn < turns; turn += 1) await undefined;
    await near.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 'asks' } });
    // This one needs the library, and comes behind both.
    expect(await ask('tools/list', { more: 1 })).toMatchObject({ result: { tools: [{}, {}, {}] } });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(seen.filter((message) => 'method' in message || message.id === 'asks')).toEqual([]);
  },
);

test('a cancellation loads no library, which would hold up the end of the call', async () => {
  const { near, ask, asked, loaded, methods } = await open({ roots: {} });
  const call = { name: 'get_roots', arguments: {} };
  asked.push(() => {
    void near.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 'runs' } });
    return { roots: [] };
  });
  await near.send({ jsonrpc: '2.0', id: 'runs', method: 'tools/call', params: call });
  await expect.poll(methods).toEqual(['roots/list']);
  await ask('ping');
  expect(loaded).not.toHaveBeenCalled();
  await ask('tools/list', { more: 1 });
  expect(loaded).toHaveBeenCalledOnce();
});
