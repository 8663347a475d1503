import { createMcpHandler, isLegacyRequest } from '@modelcontextprotocol/server';
import type { Caller } from '../definition/context.ts';
import type { DirectEndpoint, McpEndpoint } from '../http/types.ts';
import { callerFrom } from './caller-from.ts';
import { createDirectHttpCalls } from './direct-http-calls.ts';
import { hasMethod } from './has-method.ts';
import type { Hub } from './hub.ts';
import { createLegacySessions, mayOpenSession } from './legacy-sessions.ts';
import { mirrorCheck } from './mirror-check.ts';
import { createProtocolServer, type ProtocolOptions } from './protocol-server.ts';
import { createListening, type Given } from './watching.ts';

/** MCP behind an HTTP listener, without the listener. */
export interface HttpEndpoint {
  readonly fetch: McpEndpoint;
  /** The short way of plain calls, which `fetch` goes on with where they need more. */
  readonly direct: DirectEndpoint;
  /** Ends every stream and session. */
  close(): Promise<void>;
}

/**
 * Both eras behind one `fetch`: modern requests stand alone; a legacy client that initializes gets a
 * session, because in its era only a session can ask the user or tell of changes.
 */
export function createHttpEndpoint(given: ProtocolOptions & { readonly hub: Hub }): HttpEndpoint {
  const { engine, hub } = given;
  const calls = createDirectHttpCalls(engine);
  const options = { ...given, begunFor: calls.begunFor };
  const alone = createAlone(options);
  const sessions = createLegacySessions(options);
  const listening = createListening(engine, alone);
  const leave = joinHub(hub, alone);

  /** What belongs to no session. */
  const serveAlone = async (
    request: Request,
    given: Given,
    caller: Caller,
    isLegacy: () => Promise<boolean>,
  ) => {
    const mismatch = mirrorCheck(engine, request.headers, given.parsedBody, caller);
    if (mismatch && !(await isLegacy())) return mismatch;
    const listens = hasMethod(given.parsedBody, 'subscriptions/listen') && !(await isLegacy());
    return listens ? listening(request, given, caller) : alone.fetch(request, given);
  };

  return {
    direct: (headers, body, { authInfo, signal }) =>
      calls.begin(headers, body, { caller: callerFrom(authInfo), signal, sessions }),
    async fetch(request, { authInfo, parsedBody }) {
      const given = { ...(authInfo && { authInfo }), ...(parsedBody !== undefined && { parsedBody }) };
      const caller = callerFrom(authInfo);
      // The SDK's handler finds the era itself; it is asked for here only where it decides something.
      const isLegacy = () => isLegacyRequest(request, parsedBody);
      if ((request.headers.has('mcp-session-id') || mayOpenSession(parsedBody)) && (await isLegacy())) {
        const answer = await sessions.fetch(request, given, caller);
        if (answer) return answer;
      }
      return serveAlone(request, given, caller, isLegacy);
    },
    async close() {
      leave();
      await Promise.all([alone.close(), sessions.close()]);
    },
  };
}

/** The SDK's handler of requests that stand alone, with a server for each. */
function createAlone(options: ProtocolOptions) {
  const { log } = options.engine.parts;
  return createMcpHandler(
    ({ era, authInfo }) =>
      createProtocolServer(options, { transport: 'tcp', era, caller: callerFrom(authInfo) }).server,
    {
      legacy: 'stateless',
      onerror: (error) => log.warning('A request could not be served.', { error: error.message }),
    },
  );
}

/** Tells its streams what changed, until the function it answers is called. */
const joinHub = (hub: Hub, { notify }: ReturnType<typeof createAlone>) =>
  hub.join({
    resourceUpdated: (uri) => notify.resourceUpdated(uri),
    resourceListChanged: () => notify.resourcesChanged(),
    toolListChanged: () => notify.toolsChanged(),
    promptListChanged: () => notify.promptsChanged(),
  });
