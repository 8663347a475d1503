import { afterEach, describe, expect, test } from 'vitest';
import type { TestServer } from '../../test/support/http-server.ts';
import { legacyCall, modernRequest, sendRaw, startTestServer } from '../../test/support/http-server.ts';
import type { HttpSettings } from './types.ts';

const open: TestServer[] = [];
async function start(settings: Partial<HttpSettings> = {}): Promise<TestServer> {
  const server = await startTestServer(settings);
  open.push(server);
  return server;
}
afterEach(async () => {
  for (const server of open.splice(0)) await server.close(0);
});

describe('/mcp', () => {
  test('answers a call of either era', async () => {
    const server = await start();
    const legacy = await server.post(legacyCall('echo', { a: 'ä' }));
    expect(legacy.headers.get('content-type')).toBe('text/event-stream');
    expect(await legacy.text()).toContain('{\\"a\\":\\"ä\\"}');
    const modern = await server.post(...modernRequest('tools/call', { name: 'echo', arguments: { a: 'ä' } }));
    expect(await modern.json()).toMatchObject({ id: 1, result: { content: [{ text: '{"a":"ä"}' }] } });
  });

  test.each(['{"jsonrpc"', '', '[]', 'null', '"x"', '['.repeat(100_000)])(
    'answers %.12j with a JSON-RPC error',
    async (body) => {
      const server = await start();
      const answer = await server.post(body);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ jsonrpc: '2.0', error: { code: expect.any(Number) } });
      expect((await server.post(legacyCall('echo'))).status).toBe(200);
    },
  );

  test('passes a client that goes away on as cancellation', async () => {
    const server = await start();
    for (const [body, headers] of [
      [legacyCall('wait'), {}],
      modernRequest('tools/call', { name: 'wait' }),
    ] as const) {
      const before = server.cancelled.count;
      const client = new AbortController();
      const call = fetch(server.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          ...headers,
        },
        body: JSON.stringify(body),
        signal: client.signal,
      }).then((answer) => answer.text());
      setTimeout(() => client.abort(), 100);
      await expect(call).rejects.toThrow();
      await expect.poll(() => server.cancelled.count).toBe(before + 1);
    }
  });

  test('refuses a body over the limit, announced or not, and goes on', async () => {
    const server = await start({ limits: { bodyBytes: 1_000 } });
    const announced = await server.post(legacyCall('echo', { a: 'x'.repeat(2_000) }));
    expect(announced.status).toBe(413);
    expect(await announced.json()).toEqual({
      error: {
        code: 'too_large',
        message: 'The request body is over 1000 bytes. Send less at once.',
        maxBytes: 1_000,
      },
    });
    const chunk = `${(1_500).toString(16)}\r\n${'x'.repeat(1_500)}\r\n`;
    const { text } = await sendRaw(
      server.port,
      'POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n',
      chunk,
    );
    expect(text).toMatch(/^HTTP\/1\.1 413 /);
    expect((await server.post(legacyCall('echo'))).status).toBe(200);
  });

  test('takes a body of just under 4 MiB by default and refuses one over it', async () => {
    const server = await start();
    expect((await server.post(legacyCall('echo', { a: 'x'.repeat(4 * 1024 * 1024 - 200) }))).status).toBe(
      200,
    );
    expect((await server.post(legacyCall('echo', { a: 'x'.repeat(4 * 1024 * 1024) }))).status).toBe(413);
  });

  test('a fault of the endpoint is 500 without its text, and is logged', async () => {
    const server = await start({ endpoint: () => Promise.reject(new Error('boom')) });
    const answer = await server.post(legacyCall('echo'));
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('boom');
    expect(server.logged.join('')).toContain('boom');
  });
});

describe('routes', () => {
  test('an unknown path is 404 and names what exists', async () => {
    const server = await start({ metrics: () => undefined });
    const answer = await fetch(`${server.origin}/sse`);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({
      error: {
        code: 'not_found',
        message: 'There is nothing at this path.',
        paths: ['/mcp', '/livez', '/readyz', '/metrics'],
      },
    });
  });

  test.each([
    ['PUT', '/mcp', 'POST, GET, DELETE'],
    ['OPTIONS', '/mcp', 'POST, GET, DELETE'],
    ['POST', '/livez', 'GET, HEAD'],
    ['DELETE', '/readyz', 'GET, HEAD'],
    ['POST', '/metrics', 'GET, HEAD'],
  ])('%s %s is 405 with Allow', async (method, path, allow) => {
    const server = await start({ metrics: () => '' });
    const answer = await fetch(server.origin + path, { method });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe(allow);
  });

  test('a session stream or its end is refused by the protocol itself', async () => {
    const server = await start();
    for (const method of ['GET', 'DELETE']) {
      expect((await fetch(server.url, { method, headers: { accept: 'text/event-stream' } })).status).toBe(
        405,
      );
    }
  });

  test('/metrics is Prometheus text, or 404 when off', async () => {
    const on = await start({ metrics: () => 'up 1\n' });
    const answer = await fetch(`${on.origin}/metrics`);
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(await answer.text()).toBe('up 1\n');
    const off = await start({ metrics: () => undefined });
    expect((await fetch(`${off.origin}/metrics`)).status).toBe(404);
  });

  test('console pages are served byte for byte, and what they pass on is 404', async () => {
    const bytes = new Uint8Array([255, 0, 254]);
    const server = await start({
      consoleRoutes: async (request) =>
        new URL(request.url).pathname === '/console.png'
          ? new Response(bytes, { headers: { 'content-type': 'image/png' } })
          : undefined,
    });
    const page = await fetch(`${server.origin}/console.png`);
    expect(new Uint8Array(await page.arrayBuffer())).toEqual(bytes);
    expect((await fetch(`${server.origin}/other`)).status).toBe(404);
  });

  test('a malformed request is 400', async () => {
    const server = await start();
    const { text } = await sendRaw(
      server.port,
      'TRACE /x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
    );
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
  });
});

describe('slow clients', () => {
  test.each([
    ['headers', 'POST /mcp HTTP/1.1\r\nHost: localhost\r\nX-A: '],
    [
      'a body',
      'POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
    ],
  ])('that never finish %s are cut off', async (_, bytes) => {
    // The default of either is less than a test may take, so what is measured is that it is not waited for.
    const server = await start({ limits: { headersMs: 300, requestMs: 300 } });
    const { text, ms } = await sendRaw(server.port, bytes);
    expect(text).toMatch(/^HTTP\/1\.1 408 /);
    expect(ms).toBeLessThan(10_000);
  });

  test('headers over 16 KiB are refused', async () => {
    const server = await start();
    const { text } = await sendRaw(
      server.port,
      `GET /livez HTTP/1.1\r\nHost: localhost\r\nX-A: ${'x'.repeat(17_000)}\r\n\r\n`,
    );
    expect(text).toMatch(/^HTTP\/1\.1 431 /);
  });
});

test('a taken port is named', async () => {
  const server = await start();
  await expect(startTestServer({ port: server.port })).rejects.toThrow(
    `--host 127.0.0.1 --port ${server.port}: the port is taken. Choose another with --port; 0 picks a free one.`,
  );
});

describe('what could be read in two ways', () => {
  const head = 'POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';
  test.each([
    ['a second Host', 'Host: evil.example\r\n'],
    ['a second Authorization', 'Authorization: Bearer a\r\nauthorization: Bearer b\r\n'],
    ['a second Content-Type', 'content-type: text/plain\r\n'],
    ['two lengths', 'Content-Length: 2\r\nContent-Length: 3\r\n'],
    ['a length and chunks', 'Content-Length: 2\r\nTransfer-Encoding: chunked\r\n'],
  ])('%s is refused', async (_what, more) => {
    const server = await start();
    const { text } = await sendRaw(server.port, `${head}${more}Connection: close\r\n\r\n`);
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
  });

  test('a body in a content coding is refused', async () => {
    const server = await start();
    const coded = await server.post(legacyCall('echo'), { 'content-encoding': 'gzip' });
    expect(coded.status).toBe(415);
    expect((await server.post(legacyCall('echo'), { 'content-encoding': 'identity' })).status).toBe(200);
  });
});
