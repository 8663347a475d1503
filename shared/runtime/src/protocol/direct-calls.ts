import type { JSONRPCMessage, RequestId, Server, Transport } from '@modelcontextprotocol/server';
import type { ToolDeclaration } from '../definition/server.ts';
import type { Engine } from '../engine/engine.ts';
import { type EngineRequest, InputNeeded, type User } from '../engine/request.ts';
import { localCaller } from './connection.ts';
import type { ProtocolServer } from './protocol-server.ts';

/** Serves calls of tools without the protocol library, where a call is of the plainest form. */
export interface DirectCalls {
  /**
   * Takes a message, or leaves it to the library.
   *
   * @returns whether the message was taken
   */
  take(message: JSONRPCMessage): boolean;
  close(): void;
}

interface PlainCall {
  readonly id: RequestId;
  readonly name: string;
  readonly args: unknown;
  readonly tool: ToolDeclaration;
}

/**
 * The short way of `tools/call` on an initialized legacy connection: the same engine, without the
 * library's parsing of request and result, which costs more than most calls. It takes only what needs
 * nothing of the library: a known tool that does not ask before it runs, and no `_meta`. A call that
 * turns out to ask its user is handed to the library and begins again there.
 */
export function createDirectCalls(
  engine: Engine,
  wire: Transport,
  protocol: () => ProtocolServer | undefined,
  passOn: (message: JSONRPCMessage) => void,
): DirectCalls {
  const running = new Map<RequestId, AbortController>();

  const serve = async (message: JSONRPCMessage, call: PlainCall, { server, roots }: ProtocolServer) => {
    const controller = new AbortController();
    running.set(call.id, controller);
    try {
      const request = engineRequest(call, server, roots, controller.signal);
      const result = await engine.tools.call(call.name, call.args, request);
      if (!controller.signal.aborted) await wire.send({ jsonrpc: '2.0', id: call.id, result: { ...result } });
    } catch (error) {
      if (!(error instanceof InputNeeded)) throw error;
      passOn(message);
    } finally {
      running.delete(call.id);
    }
  };

  return {
    take(message) {
      cancel(message, running);
      const initialized = protocol();
      const call = initialized && plainCall(message, engine);
      if (!call) return false;
      serve(message, call, initialized).catch((error: unknown) => {
        engine.parts.log.error('A call could not be answered.', { error: String(error) });
      });
      return true;
    },
    close() {
      for (const controller of running.values()) controller.abort();
    },
  };
}

function plainCall(message: JSONRPCMessage, { tools }: Engine): PlainCall | undefined {
  if (!('method' in message) || !('id' in message) || message.method !== 'tools/call') return undefined;
  const { name, arguments: args = {}, ...more } = message.params ?? {};
  if (typeof name !== 'string' || !isObject(args) || Object.keys(more).length > 0) return undefined;
  const tool = tools.known(localCaller, name);
  return tool && tool.effect !== 'destroy' && !tool.task ? { id: message.id, name, args, tool } : undefined;
}

const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A client that cancels wants no answer any more; messages about other requests concern the library. */
function cancel(message: JSONRPCMessage, running: ReadonlyMap<RequestId, AbortController>): void {
  if (!('method' in message) || message.method !== 'notifications/cancelled') return;
  const id = message.params?.requestId;
  if (typeof id === 'string' || typeof id === 'number') running.get(id)?.abort();
}

function engineRequest(
  call: PlainCall,
  server: Server,
  roots: EngineRequest['roots'],
  signal: AbortSignal,
): EngineRequest {
  const capabilities = server.getClientCapabilities();
  return {
    caller: localCaller,
    signal,
    transport: 'pipe',
    protocolVersion: server.getNegotiatedProtocolVersion(),
    id: String(call.id),
    meta: undefined,
    progress: undefined,
    clientLog: (level, message, fields) => {
      const data = Object.keys(fields).length === 0 ? message : { message, ...fields };
      // Advisory: the same message is on standard error already.
      server.sendLoggingMessage({ level, data }).catch(() => {});
    },
    releaseStream: () => {},
    abilities: {
      elicitation: Boolean(capabilities?.elicitation),
      sampling: Boolean(capabilities?.sampling),
      roots: Boolean(capabilities?.roots),
      // Only the modern era has tasks.
      tasks: false,
    },
    user: theLibrary,
    roots,
  };
}

/** Whoever is asked, the library must ask. */
const theLibrary: User = {
  ask: async () => {
    throw new InputNeeded({});
  },
  request: async () => {
    throw new InputNeeded({});
  },
};
