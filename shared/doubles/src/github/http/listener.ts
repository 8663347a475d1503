import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { Headers, Reply } from './reply.ts';

/** A request with its whole body, headers in lower case. */
export interface Received {
  readonly method: string;
  readonly url: URL;
  readonly headers: ReadonlyMap<string, string>;
  readonly raw: Buffer;
}

export interface Listener {
  readonly origin: string;
  close(): Promise<void>;
}

/** Listens on a free port of 127.0.0.1. */
export async function listen(answer: (received: Received, origin: string) => Reply): Promise<Listener> {
  let origin = '';
  const server = createServer(
    (request, response) => void respond(request, response, (received) => answer(received, origin)),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no address');
  origin = `http://127.0.0.1:${address.port}`;
  return { origin, close: () => close(server) };
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  answer: (received: Received) => Reply,
): Promise<void> {
  try {
    const raw = await buffer(request);
    const url = new URL(`http://127.0.0.1${request.url ?? '/'}`);
    const headers = new Map(
      Object.entries(request.headers).map(([name, value]) => [name, String(value ?? '')] as const),
    );
    send(request, response, answer({ method: request.method ?? 'GET', url, headers, raw }));
  } catch (error) {
    // A fault of the double itself: loud, so that no test takes it for GitHub's answer.
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    send(request, response, {
      status: 599,
      headers: {},
      body: { json: { message: `the double of GitHub failed: ${message}` } },
    });
  }
}

let lastRequest = 0;

function send(request: IncomingMessage, response: ServerResponse, { status, headers, body }: Reply): void {
  const content = body && ('json' in body ? Buffer.from(JSON.stringify(body.json)) : body.bytes);
  const type = body && ('json' in body ? 'application/json; charset=utf-8' : body.type);
  const all: Headers = {
    server: 'github.com',
    'x-github-request-id': `0000:${(++lastRequest).toString(16).toUpperCase().padStart(4, '0')}`,
    ...(content && type && { 'content-type': type, 'content-length': String(content.length) }),
    ...headers,
  };
  response.writeHead(status, all);
  response.end(request.method === 'HEAD' ? undefined : content);
}

const close = (server: Server) =>
  new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
