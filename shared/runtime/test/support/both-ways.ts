import type { JSONRPCMessage } from '@modelcontextprotocol/server';
import { expect } from 'vitest';
import { serveInMemory } from '../../src/in-memory.ts';
import type { ServerModule } from '../../src/index.ts';

export type Era = 'legacy' | 'modern';
export const eras = ['legacy', 'modern'] as const satisfies readonly Era[];

/** A thing in `_meta` that the short way leaves alone and that changes nothing. */
export const forLibrary = { 'io.modelcontextprotocol/related-task': { taskId: 'any' } };
const envelope = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'raw', version: '1.0.0' },
  'io.modelcontextprotocol/clientCapabilities': {},
};

export type RawConnection = Awaited<ReturnType<typeof openRaw>>;

/** A connection in memory whose handshake is over, message by message. */
export async function openRaw(server: ServerModule, era: Era, ...flags: readonly string[]) {
  const argv = ['--audit', 'off', '--rate-limit', 'off', '--log-level', 'error', ...flags];
  const { transport, ...served } = await serveInMemory(server, argv);
  const seen: JSONRPCMessage[] = [];
  transport.onmessage = (message) => void seen.push(message);
  await transport.start();
  const answerTo = (id: number) => seen.find((message) => 'id' in message && message.id === id);
  const meta = era === 'modern' ? envelope : {};
  const send = (id: number, method: string, params: object, more: object = {}) =>
    transport.send({ jsonrpc: '2.0', id, method, params: { ...params, _meta: { ...meta, ...more } } });
  const answered = (id: number) => expect.poll(() => answerTo(id)).toBeDefined();
  if (era === 'modern') {
    await send(1, 'server/discover', {});
    await answered(1);
  } else {
    const clientInfo = { name: 'raw', version: '1.0.0' };
    const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo };
    await transport.send({ jsonrpc: '2.0', id: 1, method: 'initialize', params });
    await answered(1);
    await transport.send({ jsonrpc: '2.0', method: 'notifications/initialized' });
  }
  const { length } = seen;
  return {
    transport,
    send,
    async ask(...[id, ...request]: Parameters<typeof send>) {
      await send(id, ...request);
      await answered(id);
    },
    /** What came since the handshake, without what differs from call to call. */
    messages: () => JSON.parse(JSON.stringify(seen.slice(length)).replaceAll(/[0-9a-f]{32}/g, 'trace')),
    /** The library writes the result of an answer first, the short way writes it last. */
    isDirect: (id: number) => Object.keys(answerTo(id) ?? {}).at(-1) === 'result',
    [Symbol.asyncDispose]: () => served[Symbol.asyncDispose](),
  };
}

/**
 * Two connections, of which the second serves by the library what has `forLibrary` in its `_meta`; answers what
 * came over each.
 */
export async function bothWays(
  open: () => Promise<RawConnection>,
  use: (connection: RawConnection, meta: object) => Promise<void>,
) {
  await using direct = await open();
  await use(direct, {});
  await using library = await open();
  await use(library, forLibrary);
  return { direct: direct.messages(), library: library.messages() };
}
