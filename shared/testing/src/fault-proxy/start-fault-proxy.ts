import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Fault, FaultScript } from './fault.ts';
import { type ForwardedAnswer, forward, readAll } from './forward.ts';

/** One request as it reached the proxy. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** `performance.now()` when it was whole. */
  readonly at: number;
  /** What was done to it; undefined where it was forwarded as it is. */
  readonly fault: Fault['kind'] | undefined;
}

/** A running proxy: what it has seen, and what it is to do next. */
export interface FaultProxy {
  /** Where clients connect, without a trailing slash. */
  readonly url: string;
  /** Every request so far, in order. */
  readonly seen: readonly SeenRequest[];
  /** Those of them that are not answered yet and whose client still waits. */
  readonly waiting: readonly SeenRequest[];
  /** Adds faults for the next matching requests; the first that matches is used up first. */
  script(...faults: readonly Fault[]): void;
  /** Forgets the faults not met and the requests seen. */
  clear(): void;
  close(): Promise<void>;
}

/**
 * Starts a reverse proxy on a free loopback port that forwards to the target and does to the next matching
 * requests what it was scripted to do.
 */
export async function startFaultProxy(options: { readonly target: string }): Promise<FaultProxy> {
  const target = new URL(options.target);
  const script = new FaultScript();
  let seen: SeenRequest[] = [];
  const waiting = new Set<SeenRequest>();
  const server = createServer((request, response) => {
    const handle = async () => {
      const body = await readAll(request);
      const fault = script.take(request);
      const { method = '', url: path = '', headers } = request;
      const one = { method, path, headers, body: body.toString(), at: performance.now(), fault: fault?.kind };
      seen.push(one);
      waiting.add(one);
      response.once('close', () => waiting.delete(one));
      await answer(request, body, response, fault, target);
    };
    // A client that leaves, or a target that is gone, ends this one connection.
    handle().catch(() => request.socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No TCP port was given.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    get seen() {
      return seen;
    },
    get waiting() {
      return [...waiting];
    },
    script: (...faults) => script.add(faults),
    clear() {
      script.clear();
      seen = [];
    },
    async close() {
      server.close();
      server.closeAllConnections();
      if (server.listening) await once(server, 'close');
    },
  };
}

async function answer(
  request: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
  fault: Fault | undefined,
  target: URL,
): Promise<void> {
  switch (fault?.kind) {
    case 'hang':
      return;
    case 'status':
      response.writeHead(fault.status, fault.headers).end(fault.body);
      return;
    case 'endless':
      return await pour(response);
    case 'reset':
      if (fault.when === 'after') await forward(request, body, target);
      request.socket.resetAndDestroy();
      return;
    case 'delay':
      await sleep(fault.ms);
      break;
    default:
      break;
  }
  send(response, await forward(request, body, target), fault);
}

function send(
  response: ServerResponse,
  { status, headers, body }: ForwardedAnswer,
  fault: Fault | undefined,
) {
  const { 'transfer-encoding': _, connection: __, ...kept } = headers;
  const length = { 'content-length': String(body.length) };
  switch (fault?.kind) {
    case 'truncate':
      response.writeHead(status, { ...kept, ...length });
      response.write(body.subarray(0, fault.bytes), () => response.socket?.destroy());
      return;
    case 'corrupt':
      response.writeHead(status, { ...kept, ...length }).end(body.map((byte) => byte ^ 0xff));
      return;
    case 'headers': {
      const changed = Object.entries({ ...kept, ...length, ...fault.headers });
      response.writeHead(status, Object.fromEntries(changed.filter(([, value]) => value !== undefined)));
      response.end(body);
      return;
    }
    default:
      response.writeHead(status, kept).end(body);
  }
}

/** Writes as fast as the client reads, until it leaves. */
async function pour(response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/plain' });
  const chunk = Buffer.alloc(64 * 1024, 'x');
  const endless = function* () {
    for (;;) yield chunk;
  };
  await pipeline(endless, response);
}
