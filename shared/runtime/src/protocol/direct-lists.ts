import type { JSONRPCRequest } from '@modelcontextprotocol/server';
import type { Engine } from '../engine/engine.ts';
import type { EngineRequest } from '../engine/request.ts';
import { isRecord } from '../json/is-record.ts';
import { type DirectServer, directRequest } from './direct-request.ts';
import { promptList, resourceList, templateList } from './document-lists.ts';
import { nobody } from './nobody.ts';
import { isRequestId } from './request-id.ts';
import { isPlainMeta } from './request-meta.ts';
import { type ErrorData, toolErrorData } from './tool-error-data.ts';

/** What a list is answered with. */
type ListAnswer = { readonly result: { [member: string]: unknown } } | { readonly error: ErrorData };

/**
 * Whether a value from the wire is the request for a list of documents in its plainest form, and so a right
 * message.
 */
export function isPlainList(value: unknown): value is JSONRPCRequest {
  if (!isRecord(value) || value.jsonrpc !== '2.0' || !isRequestId(value.id)) return false;
  const { jsonrpc, id, method, params = {}, ...further } = value;
  if (typeof method !== 'string' || !lists.has(method) || !isRecord(params)) return false;
  const { _meta: meta, cursor, ...more } = params;
  return (
    (meta === undefined || isPlainMeta(meta)) &&
    (cursor === undefined || (typeof cursor === 'string' && method === 'resources/list')) &&
    Object.keys({ ...further, ...more }).length === 0
  );
}

const lists: ReadonlySet<string> = new Set(['prompts/list', 'resources/list', 'resources/templates/list']);

/**
 * Serves the lists that hosts ask for as soon as they are connected. The library serves them in the modern
 * era, where they say how long they may be kept, and words the refusal of what the server does not offer.
 */
export const listServer: DirectServer = (way, message, session) => {
  const { prompts, resources } = way.engine.parts.server;
  const { id, method, params = {} } = message;
  if (session.complete || (method === 'prompts/list' ? prompts : resources).length === 0) return undefined;
  return async (signal) => {
    const request = directRequest({ id, meta: params._meta, signal, user: nobody }, session, way.wire);
    // What nobody foresaw is worded by the library too.
    const answered = await measured(way.engine, message, request).catch(() => undefined);
    if (signal.aborted) return;
    if (answered) await way.wire.send({ jsonrpc: '2.0', id, ...answered });
    else way.passOn(message);
  };
};

/** The engine measures the list of resources itself, which is a call like others. */
async function measured(
  engine: Engine,
  message: JSONRPCRequest,
  request: EngineRequest,
): Promise<ListAnswer> {
  const { method } = message;
  if (method === 'resources/list') return listed(engine, message, request);
  const { id: requestId, transport, protocolVersion, meta } = request;
  const operation = engine.parts.telemetry.start({
    method,
    requestId,
    transport,
    ...(protocolVersion !== undefined && { protocolVersion }),
    ...(meta && { meta }),
  });
  const answer = await listed(engine, message, request);
  operation.end({});
  return answer;
}

async function listed(
  engine: Engine,
  { method, params = {} }: JSONRPCRequest,
  request: EngineRequest,
): Promise<ListAnswer> {
  if (method === 'prompts/list') return { result: promptList(engine, request) };
  if (method === 'resources/templates/list') return { result: templateList(engine, request) };
  const { cursor } = params;
  const done = await resourceList(engine, typeof cursor === 'string' ? cursor : undefined, request);
  return done.ok
    ? { result: done.result }
    : { error: toolErrorData(done.error, engine.parts.redactor, done.traceId) };
}
