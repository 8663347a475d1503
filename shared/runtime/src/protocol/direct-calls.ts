import type { JSONRPCMessage, JSONRPCRequest, RequestId } from '@modelcontextprotocol/server';
import type { Engine } from '../engine/engine.ts';
import { type EngineRequest, InputNeeded, type User } from '../engine/request.ts';
import type { CallToolResult } from '../engine/results.ts';
import { isRecord } from '../json/is-record.ts';
import { cancelledId } from './cancelled-id.ts';
import { localCaller } from './connection.ts';
import { isPlainMeta, progressParams, progressTokenOf } from './request-meta.ts';
import { logData, type Session } from './session.ts';
import { notify, type Wire } from './wire.ts';

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
  readonly meta: Readonly<Record<string, unknown>> | undefined;
}

/** Sends the answer to a call, or logs why it could not. */
export type SendAnswer = (id: RequestId, result: CallToolResult) => void;

/**
 * The short way of `tools/call` on stdio: the same engine, without the library's parsing of request and
 * result, which costs more than most calls. It takes only what needs nothing of the library: a known tool
 * that neither confirms before it runs nor becomes a task, and a plain `_meta` besides what a modern client
 * repeats with every request. A call that turns out to ask its user is handed to the library and begins
 * again there.
 *
 * @param session the connection for a call; undefined where the library must look at it
 */
export function createDirectCalls(
  engine: Engine,
  wire: Wire,
  answer: SendAnswer,
  session: (call: JSONRPCMessage) => Session | undefined,
  passOn: (message: JSONRPCMessage) => void,
): DirectCalls {
  const running = new Map<RequestId, AbortController>();

  const serve = async (message: JSONRPCMessage, call: PlainCall, opened: Session) => {
    const controller = new AbortController();
    running.set(call.id, controller);
    try {
      const request = engineRequest(call, opened, wire, controller.signal);
      const result = await engine.tools.call(call.name, call.args, request);
      if (!controller.signal.aborted) answer(call.id, opened.complete?.(result) ?? result);
    } catch (error) {
      if (!(error instanceof InputNeeded)) throw error;
      // The library heard of a cancellation before it could know the call.
      if (!controller.signal.aborted) passOn(message);
    } finally {
      running.delete(call.id);
    }
  };

  return {
    take(message) {
      const cancelled = cancelledId(message);
      // The library hears of it too: the request may be one of its own.
      if (cancelled !== undefined) running.get(cancelled)?.abort();
      if (!isCall(message)) return false;
      const opened = session(message);
      const call = opened && plainCall(message, opened, engine);
      if (!call) return false;
      serve(message, call, opened).catch((error: unknown) => {
        engine.parts.log.error('A call could not be answered.', { error: String(error) });
      });
      return true;
    },
    close() {
      for (const controller of running.values()) controller.abort();
    },
  };
}

const isCall = (message: JSONRPCMessage): message is JSONRPCRequest =>
  'method' in message && 'id' in message && message.method === 'tools/call';

function plainCall(
  { id, params = {} }: JSONRPCRequest,
  { abilities, complete }: Session,
  { tools }: Engine,
): PlainCall | undefined {
  const { name, arguments: args = {}, _meta: meta, ...more } = params;
  if (typeof name !== 'string' || !isRecord(args) || Object.keys(more).length > 0) return undefined;
  if (meta !== undefined && !(complete ? isRecord(meta) : isPlainMeta(meta))) return undefined;
  const tool = tools.known(localCaller, name);
  if (!tool || tool.effect === 'destroy' || tool.task === 'required') return undefined;
  return tool.task && abilities.tasks ? undefined : { id, name, args, meta };
}

function engineRequest(
  call: PlainCall,
  { protocolVersion, abilities, roots, log }: Session,
  wire: Wire,
  signal: AbortSignal,
): EngineRequest {
  return {
    caller: localCaller,
    signal,
    transport: 'pipe',
    protocolVersion,
    id: String(call.id),
    meta: call.meta,
    progress: progressTo(wire, progressTokenOf(call.meta)),
    clientLog: (level, message, fields) => log(level, logData(message, fields)),
    releaseStream: () => {},
    abilities,
    user: theLibrary,
    roots,
  };
}

/** Written before the answer, which takes the same wire. */
function progressTo(wire: Wire, token: string | number | undefined): EngineRequest['progress'] {
  if (token === undefined) return undefined;
  return (...told) => notify(wire, 'notifications/progress', progressParams(token, ...told));
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
