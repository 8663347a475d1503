import {
  InMemoryTransport,
  isJSONRPCResultResponse,
  type JSONRPCMessage,
  SUPPORTED_PROTOCOL_VERSIONS,
} from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import type { ServerModule } from '../definition/server.ts';
import type { Engine } from '../engine/engine.ts';
import { localCaller } from '../protocol/connection.ts';
import { MODERN_VERSION } from '../protocol/modern-version.ts';
import { createProtocolServer } from '../protocol/protocol-server.ts';
import { createRoundsCodec } from '../protocol/rounds.ts';
import { serverSpecs } from '../settings/server-specs.ts';
import type { Manifest } from './manifest.ts';

const clientInfo = { name: 'recorder', version: '0.0.0' };
const envelope = {
  'io.modelcontextprotocol/protocolVersion': MODERN_VERSION,
  'io.modelcontextprotocol/clientInfo': clientInfo,
  'io.modelcontextprotocol/clientCapabilities': {},
};

/** Records what the protocol library answers to the first messages of a connection. */
export async function recordManifest(server: ServerModule, engine: Engine): Promise<Manifest> {
  const initialize: Record<string, unknown> = {};
  const lists: string[] = [];
  const listOf: Record<string, number> = {};
  const list = (version: string, result: unknown) => {
    const json = JSON.stringify(result);
    if (!lists.includes(json)) lists.push(json);
    listOf[version] = lists.indexOf(json);
  };
  for (const version of SUPPORTED_PROTOCOL_VERSIONS) {
    const ask = openConnection(engine);
    initialize[version] = await ask('initialize', { protocolVersion: version, capabilities: {}, clientInfo });
    list(version, await ask('tools/list', {}));
  }
  const discover = await openConnection(engine)('server/discover', { _meta: envelope });
  list(MODERN_VERSION, await openConnection(engine)('tools/list', { _meta: envelope }));
  return {
    settings: serverSpecs(server),
    initialize,
    lists,
    listOf,
    discover,
    modernVersion: MODERN_VERSION,
  };
}

function openConnection(engine: Engine) {
  const [near, far] = InMemoryTransport.createLinkedPair();
  const rounds = createRoundsCodec(crypto.getRandomValues(new Uint8Array(32)));
  serveStdio(
    ({ era }) =>
      createProtocolServer({ engine, rounds }, { transport: 'pipe', era, caller: localCaller }).server,
    {
      transport: far,
    },
  );
  let lastId = 0;
  return async (method: string, params: Record<string, unknown>): Promise<unknown> => {
    lastId += 1;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    near.onmessage = (message: JSONRPCMessage) => {
      if (isJSONRPCResultResponse(message)) resolve(message.result);
      else reject(new Error(`${method} was not answered with a result: ${JSON.stringify(message)}`));
    };
    await near.start();
    await near.send({ jsonrpc: '2.0', id: lastId, method, params });
    return promise;
  };
}
