import { afterEach, describe, expect, test } from 'vitest';
import type { TestServer } from '../../test/support/http-server.ts';
import { legacyCall, sendRaw, startTestServer } from '../../test/support/http-server.ts';
import { bindProblem, isLoopback } from './bind.ts';
import { createGuards } from './guards.ts';

describe('a bind address', () => {
  test.each(['127.0.0.1', '127.8.9.1', '::1', 'localhost'])('%s is this machine only', (host) => {
    expect(isLoopback(host)).toBe(true);
    expect(bindProblem(host, false)).toBeUndefined();
  });

  test.each([
    '0.0.0.0',
    '::',
    '',
    '192.168.1.5',
    '127.example.com',
    '::ffff:0.0.0.0',
    'localhost.example.com',
    '127.1',
  ])('%j needs authentication', (host) => {
    expect(bindProblem(host, false)).toMatch(/^--host .*--auth-issuer.*--api-keys/);
    expect(bindProblem(host, true)).toBeUndefined();
  });

  test('is refused by the listener itself', async () => {
    await expect(startTestServer({ host: '0.0.0.0' })).rejects.toThrow(/without authentication/);
  });
});

describe('on loopback', () => {
  const guards = createGuards('127.0.0.1', {
    allowedHosts: ['mcp.internal:8080'],
    allowedOrigins: ['https://app.example.com', 'tools.example.com'],
  });
  test.each([
    [{ host: 'localhost:3000' }],
    [{ host: '[::1]:3000' }],
    [{ host: 'mcp.internal' }],
    [{ host: '127.0.0.1', origin: 'http://localhost:5173' }],
    [{ host: '127.0.0.1', origin: 'https://app.example.com' }],
    [{ host: '127.0.0.1', origin: 'http://tools.example.com:81' }],
  ])('%j passes', (headers) => {
    expect(guards.refusal(headers)).toBeUndefined();
  });
  test.each([
    [{ host: 'evil.example.com' }, 'invalid_host'],
    [{ host: '127.0.0.1.evil.example.com' }, 'invalid_host'],
    [{ host: 'localhost@evil.example.com' }, 'invalid_host'],
    [{}, 'invalid_host'],
    [{ host: '127.0.0.1', origin: 'https://evil.example.com' }, 'invalid_origin'],
    [{ host: '127.0.0.1', origin: 'null' }, 'invalid_origin'],
    [{ host: '127.0.0.1', origin: 'http://app.example.com' }, 'invalid_origin'],
    [{ host: '127.0.0.1', origin: 'https://app.example.com:444' }, 'invalid_origin'],
    [{ host: '127.0.0.1', origin: 'https://app.example.com.evil.example' }, 'invalid_origin'],
  ])('%j is refused', (headers, code) => {
    expect(guards.refusal(headers)?.code).toBe(code);
  });
});

describe('on a public address', () => {
  test('any host passes until hosts are listed; a page needs the same host or a listed origin', () => {
    const guards = createGuards('0.0.0.0');
    expect(guards.refusal({ host: 'mcp.example.com' })).toBeUndefined();
    expect(guards.refusal({ host: 'mcp.example.com', origin: 'https://mcp.example.com' })).toBeUndefined();
    expect(guards.refusal({ host: 'mcp.example.com', origin: 'https://evil.example.com' })?.code).toBe(
      'invalid_origin',
    );
    expect(guards.refusal({ origin: 'https://evil.example.com' })?.code).toBe('invalid_origin');
    const listed = createGuards('0.0.0.0', { allowedHosts: ['mcp.example.com'] });
    expect(listed.refusal({ host: 'mcp.example.com:443' })).toBeUndefined();
    expect(listed.refusal({ host: '10.0.0.7:8080' })?.code).toBe('invalid_host');
    expect(listed.refusal({ host: 'localhost' })?.code).toBe('invalid_host');
  });
});

test.each(['a b', 'a:b', 'a/b', 'user@a', 'a?b', 'a#b', 'a\\b', '[::1', 'a%', '', ':80', 'a:99999'])(
  'the Host %j is malformed on a public address as on loopback',
  (host) => {
    expect(createGuards('0.0.0.0').refusal({ host })).toMatchObject({ status: 400, code: 'bad_request' });
    expect([400, 403]).toContain(createGuards('127.0.0.1').refusal({ host })?.status);
  },
);

test.each(['a', 'a:80', '10.0.0.7', '[::1]', '[::1]:80', 'a-b.example.', 'MCP.Example.com', 'a_b'])(
  'the Host %j is right',
  (host) => expect(createGuards('0.0.0.0').refusal({ host })).toBeUndefined(),
);

describe('over the wire', () => {
  let server: TestServer;
  afterEach(() => server.close(0));

  test('a rebound name gets 403 before anything is called; probes get the status only', async () => {
    server = await startTestServer({
      health: async () => [{ name: 'disk', ok: true, detail: 'secret path' }],
    });
    const ask = (path: string) =>
      sendRaw(server.port, `GET ${path} HTTP/1.1\r\nHost: evil.example.com\r\nConnection: close\r\n\r\n`);
    expect((await ask('/mcp')).text).toMatch(/^HTTP\/1\.1 403 /);
    expect((await ask('/livez')).text).toMatch(/^HTTP\/1\.1 200 /);
    const ready = await ask('/readyz');
    expect(ready.text).toMatch(/^HTTP\/1\.1 200 /);
    expect(ready.text).not.toContain('secret path');
  });

  test('a page of an allowed origin can call; another one cannot, nor ask whether it could', async () => {
    server = await startTestServer({ guards: { allowedOrigins: ['https://app.example.com'] } });
    const preflight = (origin: string) =>
      fetch(server.url, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type',
        },
      });
    const allowed = await preflight('https://app.example.com');
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
    expect(allowed.headers.get('access-control-allow-headers')).toBe('content-type');
    expect((await preflight('https://evil.example.com')).status).toBe(403);
    const call = await server.post(legacyCall('echo'), { origin: 'https://app.example.com' });
    expect(call.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
    const local = await server.post(legacyCall('echo'), { origin: 'http://localhost:5173' });
    expect(local.status).toBe(200);
    expect(local.headers.get('access-control-allow-origin')).toBeNull();
  });
});
