import { connect } from 'node:net';
import { createMcpHandler, Server } from '@modelcontextprotocol/server';
import { listenHttp } from '../../src/http/listen.ts';
import type { HttpListener, HttpSettings } from '../../src/http/types.ts';
import { createLogger } from '../../src/telemetry/logger.ts';

const tools = ['echo', 'wait', 'whoami'].map((name) => ({ name, inputSchema: { type: 'object' as const } }));

export interface TestServer extends HttpListener {
  readonly origin: string;
  readonly logged: string[];
  /** Calls of `wait` that were cancelled. */
  readonly cancelled: { count: number };
  /** Resolves when so many calls of `wait` run. */
  running(calls: number): Promise<void>;
  /** Lets the calls of `wait` that run now finish. */
  release(): void;
  post(body: unknown, headers?: Record<string, string>): Promise<Response>;
}

/** The real listener around the SDK's own handler, with the tools `echo`, `wait` and `whoami`. */
export async function startTestServer(settings: Partial<HttpSettings> = {}): Promise<TestServer> {
  const logged: string[] = [];
  const cancelled = { count: 0 };
  let waiting: (() => void)[] = [];
  const handler = createMcpHandler(() => {
    const server = new Server(
      { name: 'test', version: '1.0.0' },
      { capabilities: { tools: { listChanged: true } } },
    );
    server.setRequestHandler('tools/list', () => ({ tools }));
    server.setRequestHandler('tools/call', async ({ params }, { mcpReq, http }) => {
      if (params.name === 'wait') {
        const outcome = await new Promise<string>((resolve) => {
          waiting.push(() => resolve('released'));
          mcpReq.signal.addEventListener('abort', () => resolve('cancelled'));
        });
        if (outcome === 'cancelled') cancelled.count += 1;
      }
      const text =
        params.name === 'whoami' ? JSON.stringify(http?.authInfo) : JSON.stringify(params.arguments ?? {});
      return { content: [{ type: 'text', text: text ?? '' }] };
    });
    return server;
  });
  const listener = await listenHttp({
    host: '127.0.0.1',
    port: 0,
    endpoint: handler.fetch,
    log: createLogger('debug', (line) => logged.push(line)),
    ...settings,
  });
  return {
    ...listener,
    origin: `http://127.0.0.1:${listener.port}`,
    logged,
    cancelled,
    async running(calls) {
      while (waiting.length < calls) await new Promise((resolve) => setTimeout(resolve, 5));
    },
    release() {
      for (const resolve of waiting) resolve();
      waiting = [];
    },
    post: (body, headers = {}) =>
      fetch(`http://127.0.0.1:${listener.port}/mcp`, {
        method: 'POST',
        headers: { ...clientHeaders, ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
  };
}

const clientHeaders = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

/** A `tools/call` as clients before 2026-07-28 send it. */
export function legacyCall(name: string, args: Record<string, unknown> = {}) {
  return { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } };
}

const modernMeta = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1.0.0' },
  'io.modelcontextprotocol/clientCapabilities': {},
};

/** Any request of the modern era, with the headers it needs. */
export function modernRequest(method: string, params: Record<string, unknown> = {}) {
  const headers = {
    'mcp-protocol-version': '2026-07-28',
    'mcp-method': method,
    ...(typeof params.name === 'string' && { 'mcp-name': params.name }),
  };
  return [{ jsonrpc: '2.0', id: 1, method, params: { ...params, _meta: modernMeta } }, headers] as const;
}

/** Sends raw bytes and gives what comes back until the server closes, with how long that took. */
export function sendRaw(port: number, ...parts: readonly string[]): Promise<{ text: string; ms: number }> {
  return new Promise((resolve) => {
    const started = performance.now();
    const socket = connect(port, '127.0.0.1');
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString();
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => resolve({ text, ms: performance.now() - started }));
    for (const part of parts) socket.write(part);
  });
}
