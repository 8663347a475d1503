import type { JSONRPCRequest } from '@modelcontextprotocol/server';
import type { Engine } from '../engine/engine.ts';
import { isRecord } from '../json/is-record.ts';
import { localCaller } from './connection.ts';
import { type DirectServer, directRequest } from './direct-request.ts';
import { UserBehindLibrary } from './handed-over.ts';
import { isPlainMeta } from './request-meta.ts';
import type { Session } from './session.ts';

interface PlainCall {
  readonly name: string;
  readonly args: unknown;
  readonly meta: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Serves a known tool that neither confirms before it runs nor becomes a task, with a plain `_meta` besides
 * what a modern client repeats with every request. A call that turns out to ask its user is handed to the
 * library and goes on there.
 */
export const toolCallServer: DirectServer = (way, message, session) => {
  const call = plainCall(message, session, way.engine);
  if (!call) return undefined;
  const { id } = message;
  const { name, args, meta } = call;
  return async (signal) => {
    const user = new UserBehindLibrary(message, signal, way.handOver);
    const request = directRequest({ id, meta, signal, user }, session, way.wire);
    const result = await user.run(() => way.engine.tools.call(name, args, request));
    if (result && !signal.aborted) way.answer(id, session.complete?.(result) ?? result);
  };
};

function plainCall(
  { params = {} }: JSONRPCRequest,
  { abilities, complete }: Session,
  { tools }: Engine,
): PlainCall | undefined {
  const { name, arguments: args = {}, _meta: meta, ...more } = params;
  if (typeof name !== 'string' || !isRecord(args) || Object.keys(more).length > 0) return undefined;
  if (meta !== undefined && !(complete ? isRecord(meta) : isPlainMeta(meta))) return undefined;
  const tool = tools.known(localCaller, name);
  if (!tool || tool.effect === 'destroy' || tool.task === 'required') return undefined;
  return tool.task && abilities.tasks ? undefined : { name, args, meta };
}
