import type { AuthInfo, McpHttpHandler } from '@modelcontextprotocol/server';
import type { Caller } from '../definition/context.ts';
import type { Engine } from '../engine/engine.ts';
import { ToolError } from '../errors/tool-error.ts';
import { isRecord } from '../json/is-record.ts';
import { listenedUris, listenOnlyTo, watchAll } from './listen.ts';
import { readTaskListen } from './task-listen.ts';
import { streamWithTasks, withoutTasks } from './task-stream.ts';
import { toolErrorData } from './tool-error-data.ts';

/** What comes with a request beside itself. */
export interface Given {
  readonly authInfo?: AuthInfo;
  readonly parsedBody?: unknown;
}

type Alone = Pick<McpHttpHandler, 'fetch'>;
type Serve = (request: Request, given: Given, caller: Caller) => Promise<Response>;

/** Serves `subscriptions/listen` of the modern era: the news of resources and of tasks. */
export function createListening(engine: Engine, alone: Alone): Serve {
  const watching = createWatching(engine, alone);
  return async (request, given, caller) => {
    const listen = readTaskListen(engine, caller, given.parsedBody);
    if (!listen) return watching(request, given, caller);
    if (listen.refused) return Response.json(listen.refused, { status: 400 });
    const answer = await watching(request, { ...given, parsedBody: withoutTasks(given.parsedBody) }, caller);
    return isStream(answer) ? streamWithTasks(answer, listen) : answer;
  };
}

/** Serves the library's part of it, and watches the resources it names. */
const createWatching =
  (engine: Engine, alone: Alone): Serve =>
  async (request, given, caller) => {
    const uris = listenedUris(given.parsedBody);
    if (uris.length === 0) return alone.fetch(request, given);
    const lost = new AbortController();
    const { subscriptions, watched } = watchAll(engine, caller, uris, () => lost.abort());
    request.signal.addEventListener('abort', () => subscriptions.close(), { once: true });
    // Changes are told to every stream that names a resource, so a stream may name only what its caller may watch.
    const allowed = await watched.catch((error: unknown) => refusedStream(engine, given.parsedBody, error));
    if (allowed instanceof Response) return allowed;
    const permitted = listenOnlyTo(given.parsedBody, allowed);
    const answer = await alone.fetch(request, { ...given, parsedBody: permitted });
    if (!isStream(answer) || request.signal.aborted) subscriptions.close();
    return isStream(answer) ? streamUntil(lost.signal, answer) : answer;
  };

/**
 * A stream that ends with a signal. Changes are told to every stream that names a resource, so one whose caller
 * may watch it no longer must end; its client opens another and is told what it may have.
 */
function streamUntil(signal: AbortSignal, answer: Response): Response {
  if (!answer.body) return answer;
  const reader = answer.body.getReader();
  const end = () => void reader.cancel().catch(() => {});
  if (signal.aborted) end();
  signal.addEventListener('abort', end, { once: true });
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await reader.read();
        if (done || signal.aborted) controller.close();
        else controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
  return new Response(body, { status: answer.status, headers: answer.headers });
}

/** @throws what is no refusal of the stream as a whole */
function refusedStream({ parts }: Engine, body: unknown, error: unknown): Response {
  if (!(error instanceof ToolError)) throw error;
  const { code, retryAfterMs = 1_000 } = error;
  const id = isRecord(body) ? body.id : null;
  return Response.json(
    { jsonrpc: '2.0', id, error: toolErrorData(error, parts.redactor) },
    {
      status: code === 'rate_limited' ? 429 : 503,
      headers: { 'retry-after': `${Math.ceil(retryAfterMs / 1_000)}` },
    },
  );
}

/** A request that was refused gets a plain answer, and nobody ends that. */
const isStream = ({ headers }: Response) =>
  headers.get('content-type')?.startsWith('text/event-stream') === true;
