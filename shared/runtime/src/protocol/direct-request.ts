import type { JSONRPCMessage, JSONRPCRequest, RequestId } from '@modelcontextprotocol/server';
import type { Engine } from '../engine/engine.ts';
import type { EngineRequest, User } from '../engine/request.ts';
import type { CallToolResult } from '../engine/results.ts';
import { localCaller } from './connection.ts';
import type { RunningCall } from './handed-over.ts';
import { progressParams, progressTokenOf } from './request-meta.ts';
import { logData, type Session } from './session.ts';
import { notify, type Wire } from './wire.ts';

/** Sends the answer to a call, or logs why it could not. */
export type SendAnswer = (id: RequestId, result: CallToolResult) => void;

/** What requests need that are served without the protocol library. */
export interface DirectWay {
  readonly engine: Engine;
  readonly wire: Wire;
  readonly answer: SendAnswer;
  /** Hands a message to the library. */
  readonly passOn: (message: JSONRPCMessage) => void;
  /** Hands a request to the library, of which a part ran already. */
  readonly handOver: (message: JSONRPCRequest, call: RunningCall) => void;
}

/** How a request is served to its answer; undefined where the library must serve it. */
export type DirectServer = (
  way: DirectWay,
  message: JSONRPCRequest,
  session: Session,
) => ((signal: AbortSignal) => Promise<void>) | undefined;

/** A request that is served without the protocol library. */
export interface DirectRequest {
  readonly id: RequestId;
  readonly meta: Readonly<Record<string, unknown>> | undefined;
  readonly signal: AbortSignal;
  readonly user: User;
}

/** A request on a connection of stdio as the engine takes it. */
export function directRequest(
  { id, meta, signal, user }: DirectRequest,
  { protocolVersion, abilities, roots, log }: Session,
  wire: Wire,
): EngineRequest {
  return {
    caller: localCaller,
    signal,
    transport: 'pipe',
    protocolVersion,
    id: String(id),
    meta,
    progress: progressTo(wire, progressTokenOf(meta)),
    clientLog: (level, message, fields) => log(level, logData(message, fields)),
    releaseStream: () => {},
    abilities,
    user,
    roots,
  };
}

/** Written before the answer, which takes the same wire. */
function progressTo(wire: Wire, token: string | number | undefined): EngineRequest['progress'] {
  if (token === undefined) return undefined;
  return (...told) => notify(wire, 'notifications/progress', progressParams(token, ...told));
}
