import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Authenticated } from '../auth/types.ts';
import { type BodyRooms, createBodyRooms } from './body-rooms.ts';
import { type CallerRooms, createCallerRooms } from './caller-rooms.ts';
import type { Call, Calls } from './calls.ts';
import type { TakeRequest } from './flood.ts';
import type { Guards } from './guards.ts';
import { createOpenStreams, type OpenStreams } from './open-streams.ts';
import { readBody } from './read-body.ts';
import { refusals } from './refusals.ts';
import { type Refusal, sendRefusal } from './replies.ts';
import { endWhenRefused } from './still-known.ts';
import type { HttpSettings } from './types.ts';
import { sendWebResponse, toWebRequest } from './web-exchange.ts';

const methods = ['POST', 'GET', 'DELETE'];
const never = new AbortController().signal;

/** The MCP endpoint, what stands before it, and the bounds of one request. */
export interface McpRouteSettings
  extends Pick<
    HttpSettings,
    'endpoint' | 'direct' | 'authenticator' | 'callerTokens' | 'missingScope' | 'largestAnswer'
  > {
  readonly guards: Guards;
  readonly calls: Calls;
  readonly flood: TakeRequest | undefined;
  readonly bodyBytes: number;
  readonly streamCheckMs: number;
  readonly draining: () => boolean;
}

/** Authenticates, bounds and hands on one request to the MCP endpoint, and sends back its answer. */
export function createMcpRoute(settings: McpRouteSettings) {
  const { guards, authenticator, callerTokens, flood } = settings;
  const rooms = createCallerRooms();
  const bodies = createBodyRooms();
  const streams = createOpenStreams();
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const cors = guards.cors(request.headers);
    if (request.method === 'OPTIONS' && cors) return sendPreflight(request, response, cors);
    if (!methods.includes(request.method ?? '')) {
      return sendRefusal(response, {
        status: 405,
        code: 'method_not_allowed',
        message: 'Send MCP messages with POST.',
        headers: { allow: methods.join(', ') },
      });
    }
    // No client sends one, and whoever looks into bodies on the way would see another one than we do.
    const coding = request.headers['content-encoding'];
    if (coding !== undefined && coding.toLowerCase() !== 'identity')
      return sendRefusal(response, refusals.unsupportedCoding);
    const identity = await authenticator?.authenticate(request.headers);
    const established = identity instanceof Response ? undefined : identity;
    const key = established?.caller.id ?? `address:${request.socket.remoteAddress}`;
    const waitMs = flood?.(key) ?? 0;
    if (waitMs > 0) return sendRefusal(response, refusals.flooded(waitMs));
    if (identity instanceof Response) return sendWebResponse(identity, response, never, cors);
    const joined = callerTokens?.join(request.headers, established, key) ?? { known: established };
    if ('problem' in joined) return sendRefusal(response, refusals.badRequest(joined.problem));
    if ('waitMs' in joined) return sendRefusal(response, refusals.flooded(joined.waitMs));
    const bounds = { rooms, bodies, streams, key, established };
    await serveCall({ ...settings, ...bounds }, request, response, joined.known, cors);
  };
}

interface CallerBounds {
  readonly rooms: CallerRooms;
  readonly bodies: BodyRooms;
  readonly streams: OpenStreams;
  /** Whose: the caller as authentication established it, or the address of one without a name. */
  readonly key: string;
  readonly established: Authenticated | undefined;
}

async function serveCall(
  route: McpRouteSettings & CallerBounds,
  request: IncomingMessage,
  response: ServerResponse,
  known: Authenticated | undefined,
  cors: Record<string, string> | undefined,
): Promise<void> {
  const { endpoint, direct, calls, bodyBytes, largestAnswer, rooms, bodies, key } = route;
  const { authenticator, missingScope } = route;
  const call = calls.begin(response);
  const body = await readBody(request, bodyBytes, bodies.enter(key, response));
  if ('refused' in body) {
    const isLarge = body.refused === 'too_large';
    return sendRefusal(response, isLarge ? refusals.tooLarge(bodyBytes) : refusals.noRoom);
  }
  const { text } = body;
  const parsedBody = parseJson(text);
  if (request.method === 'GET' || isSubscription(parsedBody)) {
    const refusal = openStream(route, call, request, response);
    if (refusal) return sendRefusal(response, refusal);
  }
  const scope = known && (await missingScope?.(parsedBody, known.authInfo));
  if (authenticator && scope !== undefined) {
    return sendWebResponse(authenticator.scopeChallenge(scope), response, call.signal, cors);
  }
  const bytes = largestAnswer?.(parsedBody) ?? 0;
  if (bytes > 0) await rooms.enter(key, bytes, response);
  if (response.destroyed) return;
  const auth = known && { authInfo: known.authInfo };
  if (call.signal.aborted) return sendRefusal(response, refusals.shuttingDown);
  const plain = request.method === 'POST' ? direct : undefined;
  const begun = plain?.(request.headers, parsedBody, { ...auth, signal: call.signal });
  // By then the endpoint goes on with it, or nobody does.
  if (begun) response.once('close', begun.leave);
  const json = begun && (await orAborted(call, begun.json));
  if (response.destroyed) return;
  if (call.signal.aborted) return sendRefusal(response, refusals.shuttingDown);
  if (json !== undefined) return sendAnswer(response, json, cors);
  const unparsed = parsedBody === undefined && text !== '' ? text : undefined;
  const asked = toWebRequest(request, call.signal, unparsed);
  begun?.passTo(asked);
  const answer = await orAborted(
    call,
    endpoint(asked, { ...auth, ...(parsedBody !== undefined && { parsedBody }) }),
    (late) => late.body?.cancel(),
  );
  if (response.destroyed) return;
  if (answer === undefined) return sendRefusal(response, refusals.shuttingDown);
  await sendWebResponse(answer, response, call.signal, cors);
}

/** Makes a call one that goes on until somebody ends it; answers why it may not be. */
function openStream(
  { authenticator, streamCheckMs, draining, streams, key, established }: McpRouteSettings & CallerBounds,
  { endless, end }: Call,
  request: IncomingMessage,
  response: ServerResponse,
): Refusal | undefined {
  if (draining()) return refusals.shuttingDown;
  if (!streams.open(key, response)) return refusals.tooManyStreams;
  endless();
  const { caller } = established ?? {};
  if (authenticator && caller) {
    endWhenRefused(authenticator, { request, response, caller, end }, streamCheckMs);
  }
  return undefined;
}

/** An answer, or undefined as soon as the call is aborted: an endpoint may not notice. */
function orAborted<Answer>(
  { signal }: Call,
  answer: Promise<Answer>,
  drop: (late: Answer) => Promise<void> | undefined = () => undefined,
): Promise<Answer | undefined> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', () => resolve(undefined), { once: true });
    answer.then((answered) => {
      if (signal.aborted) drop(answered)?.catch(reject);
      resolve(answered);
    }, reject);
  });
}

/** Headers and body leave in one write. Nothing to say is a stream without events. */
function sendAnswer(response: ServerResponse, json: string, cors: Record<string, string> | undefined): void {
  response.writeHead(200, {
    ...cors,
    'content-type': json === '' ? 'text/event-stream' : 'application/json',
    'content-length': Buffer.byteLength(json),
  });
  response.end(json);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The endpoint gets the text itself and answers with the protocol's own parse error.
    return undefined;
  }
}

function isSubscription(body: unknown): boolean {
  return (
    typeof body === 'object' && body !== null && 'method' in body && body.method === 'subscriptions/listen'
  );
}

function sendPreflight(
  request: IncomingMessage,
  response: ServerResponse,
  cors: Record<string, string>,
): void {
  response.writeHead(204, {
    ...cors,
    'access-control-allow-methods': methods.join(', '),
    'access-control-allow-headers': request.headers['access-control-request-headers'] ?? '',
    'access-control-max-age': '600',
    vary: 'Origin, Access-Control-Request-Headers',
  });
  response.end();
}
