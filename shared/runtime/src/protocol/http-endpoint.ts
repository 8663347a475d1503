import { type AuthInfo, createMcpHandler, isLegacyRequest } from '@modelcontextprotocol/server';
import { callerOf } from '../auth/callers.ts';
import { mirrorProblem } from '../call/mirrored-parameters.ts';
import type { Caller } from '../definition/context.ts';
import type { Engine } from '../engine/engine.ts';
import { ToolError } from '../errors/tool-error.ts';
import type { DirectEndpoint, McpEndpoint } from '../http/types.ts';
import { isRecord } from '../json/is-record.ts';
import { createDirectHttpCalls } from './direct-http-calls.ts';
import { hasMethod } from './has-method.ts';
import type { Hub } from './hub.ts';
import { createLegacySessions, mayOpenSession } from './legacy-sessions.ts';
import { listenedUris, listenOnlyTo, watchAll } from './listen.ts';
import { createProtocolServer, type ProtocolOptions } from './protocol-server.ts';
import { readTaskListen } from './task-listen.ts';
import { streamWithTasks, withoutTasks } from './task-stream.ts';
import { toolErrorData } from './tool-error-data.ts';

export interface HttpEndpoint {
  readonly fetch: McpEndpoint;
  /** The short way of plain calls, which `fetch` goes on with where they need more. */
  readonly direct: DirectEndpoint;
  /** Ends every stream and session. */
  close(): Promise<void>;
}

interface Given {
  readonly authInfo?: AuthInfo;
  readonly parsedBody?: unknown;
}

/** MCP's code for headers that disagree with the body. */
const HEADER_MISMATCH = -32_020;
const anonymous: Caller = { id: 'anonymous', kind: 'anonymous', roles: [], scopes: [] };

/**
 * Both eras behind one `fetch`: modern requests stand alone; a legacy client that initializes gets a
 * session, because in its era only a session can ask the user or tell of changes.
 */
export function createHttpEndpoint(given: ProtocolOptions & { readonly hub: Hub }): HttpEndpoint {
  const { engine, hub } = given;
  const calls = createDirectHttpCalls(engine);
  const options = { ...given, begunFor: calls.begunFor };
  const { log } = engine.parts;
  const onerror = (error: Error) => log.warning('A request could not be served.', { error: error.message });
  const alone = createMcpHandler(
    ({ era, authInfo }) =>
      createProtocolServer(options, { transport: 'tcp', era, caller: callerFrom(authInfo) }).server,
    { legacy: 'stateless', onerror },
  );
  const sessions = createLegacySessions(options);
  const leave = hub.join({
    resourceUpdated: (uri) => alone.notify.resourceUpdated(uri),
    resourceListChanged: () => alone.notify.resourcesChanged(),
    toolListChanged: () => alone.notify.toolsChanged(),
    promptListChanged: () => alone.notify.promptsChanged(),
  });

  /** Serves `subscriptions/listen`, and watches the resources it names. */
  const watching = async (request: Request, given: Given, caller: Caller) => {
    const uris = listenedUris(given.parsedBody);
    if (uris.length === 0) return alone.fetch(request, given);
    const { subscriptions, watched } = watchAll(engine, caller, uris);
    request.signal.addEventListener('abort', () => subscriptions.close(), { once: true });
    // Changes are told to every stream that names a resource, so a stream may name only what its caller may watch.
    const allowed = await watched.catch((error: unknown) => refusedStream(given.parsedBody, error));
    if (allowed instanceof Response) return allowed;
    const permitted = listenOnlyTo(given.parsedBody, allowed);
    const answer = await alone.fetch(request, { ...given, parsedBody: permitted });
    if (!isStream(answer) || request.signal.aborted) subscriptions.close();
    return answer;
  };

  return {
    direct: (headers, body, { authInfo, signal }) =>
      calls.begin(headers, body, { caller: callerFrom(authInfo), signal, sessions }),
    async fetch(request, { authInfo, parsedBody }) {
      const given = { ...(authInfo && { authInfo }), ...(parsedBody !== undefined && { parsedBody }) };
      // The SDK's handler finds the era itself; it is asked for here only where it decides something.
      const isLegacy = () => isLegacyRequest(request, parsedBody);
      if ((request.headers.has('mcp-session-id') || mayOpenSession(parsedBody)) && (await isLegacy())) {
        const answer = await sessions.fetch(request, given, callerFrom(authInfo));
        if (answer) return answer;
      }
      const mismatch = mirrorCheck(engine, request.headers, parsedBody, callerFrom(authInfo));
      if (mismatch && !(await isLegacy())) return mismatch;
      if (!hasMethod(parsedBody, 'subscriptions/listen') || (await isLegacy())) {
        return alone.fetch(request, given);
      }
      const caller = callerFrom(authInfo);
      const listen = readTaskListen(engine, caller, parsedBody);
      if (!listen) return watching(request, given, caller);
      if (listen.refused) return Response.json(listen.refused, { status: 400 });
      const answer = await watching(request, { ...given, parsedBody: withoutTasks(parsedBody) }, caller);
      return isStream(answer) ? streamWithTasks(answer, listen) : answer;
    },
    async close() {
      leave();
      await Promise.all([alone.close(), sessions.close()]);
    },
  };
}

/** @throws what is no refusal of the stream as a whole */
function refusedStream(body: unknown, error: unknown): Response {
  if (!(error instanceof ToolError)) throw error;
  const { code, retryAfterMs = 1_000 } = error;
  const id = isRecord(body) ? body.id : null;
  return Response.json(
    { jsonrpc: '2.0', id, error: toolErrorData(error) },
    {
      status: code === 'rate_limited' ? 429 : 503,
      headers: { 'retry-after': `${Math.ceil(retryAfterMs / 1_000)}` },
    },
  );
}

/** A request that was refused gets a plain answer, and nobody ends that. */
const isStream = ({ headers }: Response) =>
  headers.get('content-type')?.startsWith('text/event-stream') === true;

/** @throws Error for a caller that authentication did not vouch for */
function callerFrom(authInfo: AuthInfo | undefined): Caller {
  if (authInfo === undefined) return anonymous;
  const caller = callerOf(authInfo);
  if (!caller) throw new Error('The request carries an identity that authentication did not establish.');
  return caller;
}

/** Refuses a modern call whose headers do not repeat the arguments that its tool says they do. */
function mirrorCheck(
  { tools }: Engine,
  headers: Headers,
  body: unknown,
  caller: Caller,
): Response | undefined {
  if (!isRecord(body) || body.method !== 'tools/call' || !isRecord(body.params)) return undefined;
  const { name, arguments: args } = body.params;
  const message = mirrorProblem(tools.mirrored(caller, String(name)), args, headers);
  if (message === undefined) return undefined;
  const error = { code: HEADER_MISMATCH, message };
  return Response.json({ jsonrpc: '2.0', id: body.id, error }, { status: 400 });
}
