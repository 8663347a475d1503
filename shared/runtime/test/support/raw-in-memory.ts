import type { JSONRPCMessage } from '@modelcontextprotocol/server';
import { modernMeta } from '../../../testing/src/index.ts';
import { serveInMemory } from '../../src/in-memory.ts';
import type { ServerModule } from '../../src/index.ts';

/** A client of the modern era that knows tasks and can ask its user, message by message. */
export interface RawInMemory extends AsyncDisposable {
  /** Every message that came so far. */
  readonly received: readonly JSONRPCMessage[];
  /** Sends a request and answers its response. */
  ask(method: string, params: Record<string, unknown>): Promise<JSONRPCMessage>;
  /** Sends a request and answers its id, without waiting. */
  send(method: string, params: Record<string, unknown>): Promise<number>;
  notify(method: string, params: Record<string, unknown>): Promise<void>;
}

const capabilities = { elicitation: {}, extensions: { 'io.modelcontextprotocol/tasks': {} } };

/** @param announced what the client says it can do */
export async function rawInMemory(
  server: ServerModule,
  argv: readonly string[] = [],
  announced: Readonly<Record<string, unknown>> = capabilities,
): Promise<RawInMemory> {
  const served = await serveInMemory(server, ['--audit', 'off', '--rate-limit', 'off', ...argv]);
  const { transport } = served;
  const _meta = { ...modernMeta, 'io.modelcontextprotocol/clientCapabilities': announced };
  const received: JSONRPCMessage[] = [];
  const waiting = new Map<unknown, (message: JSONRPCMessage) => void>();
  transport.onmessage = (message) => {
    received.push(message);
    if ('id' in message && !('method' in message)) waiting.get(message.id)?.(message);
  };
  await transport.start();
  let lastId = 0;
  const send = async (method: string, params: Record<string, unknown>) => {
    lastId += 1;
    const id = lastId;
    await transport.send({ jsonrpc: '2.0', id, method, params: { ...params, _meta } });
    return id;
  };
  return {
    received,
    send,
    async ask(method, params) {
      const { promise, resolve } = Promise.withResolvers<JSONRPCMessage>();
      waiting.set(lastId + 1, resolve);
      await send(method, params);
      return promise;
    },
    notify: (method, params) => transport.send({ jsonrpc: '2.0', method, params }),
    [Symbol.asyncDispose]: () => served[Symbol.asyncDispose](),
  };
}
