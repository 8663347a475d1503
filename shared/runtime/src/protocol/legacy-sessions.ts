import { randomUUID } from 'node:crypto';
import {
  isInitializeRequest,
  type McpHandlerRequestOptions,
  type RequestId,
  WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server';
import { sameRights } from '../auth/callers.ts';
import { principalOf } from '../caller-token/principal.ts';
import type { Caller } from '../definition/context.ts';
import type { BegunCall } from './begun-call.ts';
import { cancelledId } from './cancelled-id.ts';
import { type CancelledStreams, endCancelledStreams } from './cancelled-streams.ts';
import { changeListener } from './change-listener.ts';
import { createEventLog, type SessionEvents } from './event-log.ts';
import { hasMethod } from './has-method.ts';
import type { Hub } from './hub.ts';
import { createProtocolServer, type ProtocolOptions, type ProtocolServer } from './protocol-server.ts';
import { keepProgressRising, type RisingProgress } from './rising-progress.ts';

/** A session without a request for this long is ended, milliseconds. */
const IDLE_MS = 30 * 60_000;
/** How soon a client that lost its stream should come back, milliseconds. */
const RETRY_MS = 1_000;
/** More sessions than this end one, of the caller with the most. */
const MAX_SESSIONS = 1_000;

interface Session extends OpenSession {
  readonly transport: WebStandardStreamableHTTPServerTransport;
  readonly progress: RisingProgress;
  readonly streams: CancelledStreams;
  readonly kept: SessionEvents;
  readonly caller: Caller;
  readonly end: () => Promise<void>;
  usedAt: number;
}

/** What a call needs to be served in a session without the library. */
export interface OpenSession {
  readonly protocol: ProtocolServer;
  /** The calls that run and that the library may not have seen, by the ids of their requests. */
  readonly begun: Map<RequestId, BegunCall>;
}

/** The open sessions; a session of another caller looks like one that never was. */
export interface LegacySessions {
  /** The session of that id, in use now; undefined where the library must say what is wrong. */
  find(id: string, caller: Caller): OpenSession | undefined;
  /** Serves what belongs to a session, or opens one; undefined for a request without either. */
  fetch(request: Request, options: McpHandlerRequestOptions, caller: Caller): Promise<Response | undefined>;
  close(): Promise<void>;
}

/** Whether a message asks for a session. */
export const mayOpenSession = (message: unknown) =>
  hasMethod(message, 'initialize') && isInitializeRequest(message);

/** Sessions of Streamable HTTP as clients up to 2025-11-25 know them; each belongs to one caller. */
export function createLegacySessions(options: ProtocolOptions & { readonly hub: Hub }): LegacySessions {
  const sessions = new Map<string, Session>();
  const events = createEventLog();
  const sweep = setInterval(() => endIdle(sessions, Date.now() - IDLE_MS), IDLE_MS / 10);
  sweep.unref();

  const keep = (id: string, session: Session) => {
    sessions.set(id, session);
    if (sessions.size > MAX_SESSIONS) void sessionToEnd([...sessions.values()])?.end();
  };
  const drop = (id: string) => void sessions.delete(id);
  const open = (request: Request, given: McpHandlerRequestOptions, caller: Caller) =>
    openSession({ ...options, events, caller, keep, drop }, request, given);

  const find = (id: string, caller: Caller) => {
    const session = sessions.get(id);
    // A session keeps the rights it began with, so another caller, or the same one with others, needs its own.
    if (!session || !sameRights(session.caller, caller)) return undefined;
    session.usedAt = Date.now();
    return session;
  };

  return {
    find,
    async fetch(request, given, caller) {
      const id = request.headers.get('mcp-session-id');
      if (id === null) {
        return mayOpenSession(given.parsedBody) ? open(request, given, caller) : undefined;
      }
      const session = find(id, caller);
      if (!session) return unknownSession();
      return comesBackForNothing(request, session) ?? handle(request, given, session);
    },
    async close() {
      clearInterval(sweep);
      await Promise.all([...sessions.values()].map(({ end }) => end()));
    },
  };
}

/** Serves a request of a session by the library. */
async function handle(
  request: Request,
  given: McpHandlerRequestOptions,
  { transport, begun, progress, streams }: Session,
): Promise<Response> {
  const { parsedBody } = given;
  const cancelled = cancelledId(parsedBody);
  if (cancelled !== undefined) begun.get(cancelled)?.abort();
  progress.sees(parsedBody);
  streams.sees(parsedBody);
  const response = await transport.handleRequest(request, given);
  if (!response.ok) streams.refused(parsedBody);
  if (cancelled !== undefined) await streams.end(cancelled);
  return response;
}

/** Who comes back for the stream of a request that was cancelled is told that there is no more, and stays away. */
function comesBackForNothing({ method, headers }: Request, { kept }: Session): Response | undefined {
  const last = headers.get('last-event-id');
  if (method !== 'GET' || last === null || !kept.isOver(last)) return undefined;
  return new Response(null, { status: 204 });
}

interface Opening extends ProtocolOptions {
  readonly hub: Hub;
  readonly events: ReturnType<typeof createEventLog>;
  readonly caller: Caller;
  readonly keep: (id: string, session: Session) => void;
  readonly drop: (id: string) => void;
}

/** Answers the request that asks for a session; the session is kept once the library has initialized it. */
async function openSession(
  opening: Opening,
  request: Request,
  given: McpHandlerRequestOptions,
): Promise<Response> {
  const { hub, events, caller, keep, drop } = opening;
  const connection = { transport: 'tcp', era: 'legacy', caller } as const;
  const protocol = createProtocolServer(opening, connection);
  const { server } = protocol;
  const begun = new Map<RequestId, BegunCall>();
  const leave = hub.join(changeListener(protocol, 'legacy'));
  const kept = events.of(connection);
  const transport = new WebStandardStreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    eventStore: kept,
    retryInterval: RETRY_MS,
    onsessioninitialized: (id) => {
      const end = () => server.close();
      keep(id, { protocol, begun, transport, progress, streams, kept, caller, usedAt: Date.now(), end });
    },
  });
  const progress = keepProgressRising(transport);
  const streams = endCancelledStreams(transport, kept);
  server.onclose = () => {
    leave();
    events.forget(connection);
    protocol.subscriptions.close();
    for (const call of begun.values()) call.abort();
    if (transport.sessionId !== undefined) drop(transport.sessionId);
  };
  await server.connect(transport);
  const response = await transport.handleRequest(request, given);
  if (transport.sessionId === undefined) await server.close();
  return response;
}

/** As MCP says: a client that gets 404 for its session starts a new one. */
const unknownSession = () =>
  Response.json(
    { jsonrpc: '2.0', error: { code: -32_001, message: 'Session not found. Initialize again.' }, id: null },
    { status: 404 },
  );

function endIdle(sessions: ReadonlyMap<string, Session>, before: number): void {
  for (const session of sessions.values()) if (session.usedAt < before) void session.end();
}

/** Of the caller with the most sessions the one that was idle longest, so that nobody crowds out others. */
export function sessionToEnd<Kept extends Pick<Session, 'caller' | 'usedAt'>>(
  sessions: readonly Kept[],
): Kept | undefined {
  const byCaller = Map.groupBy(sessions, ({ caller }) => principalOf(caller));
  const [most = []] = [...byCaller.values()].toSorted((a, b) => b.length - a.length);
  return most.toSorted((a, b) => a.usedAt - b.usedAt)[0];
}
