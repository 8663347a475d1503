import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { TestServer } from '../../test/support/http-server.ts';
import { legacyCall, modernRequest, sendRaw, startTestServer } from '../../test/support/http-server.ts';
import type { OpenIdProvider } from '../../test/support/openid-provider.ts';
import { startOpenIdProvider } from '../../test/support/openid-provider.ts';
import { createAuthenticator } from '../auth/authenticator.ts';
import { callerOf } from '../auth/callers.ts';
import { createLogger } from '../telemetry/logger.ts';
import { createFlood } from './flood.ts';

const audience = 'http://127.0.0.1/mcp';
const logged: string[] = [];
const log = createLogger('debug', (line) => logged.push(line));
const keys = ['key-of-ann-5e0b', 'key-of-bob-77aa'] as const;
let folder: string;
let provider: OpenIdProvider;
let server: TestServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portolan-http-'));
  const entries = keys.map((key) => ({
    id: key.slice(7, 10),
    sha256: createHash('sha256').update(key).digest('hex'),
  }));
  await writeFile(join(folder, 'keys.json'), JSON.stringify({ keys: entries }));
  provider = await startOpenIdProvider(audience);
});
afterEach(() => server.close(0));
afterAll(async () => {
  await provider.stop();
  await rm(folder, { recursive: true });
});

const both = () =>
  createAuthenticator(
    { oidc: { issuer: provider.issuer, audience }, apiKeysFile: join(folder, 'keys.json') },
    log,
  );

test('with tokens and keys both on, either lets a call in, on a public address too', async () => {
  server = await startTestServer({ host: '0.0.0.0', authenticator: await both(), log });
  const token = await provider.token();
  const [body, headers] = modernRequest('tools/call', { name: 'whoami' });
  const byToken = await server.post(body, { ...headers, authorization: `Bearer ${token}` });
  expect(await byToken.text()).toContain('test-client');
  const byKey = await server.post(legacyCall('whoami'), { 'x-api-key': keys[0] });
  const text = await byKey.text();
  expect(text).toContain('ann');
  expect(text).not.toContain(keys[0]);
  expect((await server.post(legacyCall('whoami'), { authorization: `Bearer ${keys[1]}` })).status).toBe(200);
  expect(logged.join('')).not.toMatch(/eyJ|key-of/);
});

test('a malformed Host is refused on a public address, whichever way the call would take', async () => {
  server = await startTestServer({ host: '0.0.0.0', authenticator: await both(), log });
  const body = JSON.stringify(legacyCall('whoami'));
  const { text } = await sendRaw(
    server.port,
    `POST /mcp HTTP/1.1\r\nHost: a b\r\nX-Api-Key: ${keys[0]}\r\nMCP-Protocol-Version: 2025-06-18\r\n` +
      'Content-Type: application/json\r\nAccept: application/json, text/event-stream\r\nConnection: close\r\n' +
      `Content-Length: ${body.length}\r\n\r\n${body}`,
  );
  expect(text).toMatch(/^HTTP\/1\.1 400 /);
});

test('without a credential the challenge leads to the metadata document', async () => {
  server = await startTestServer({ authenticator: await both() });
  const refused = await server.post(legacyCall('echo'));
  expect(refused.status).toBe(401);
  const url = /resource_metadata="([^"]+)"/.exec(refused.headers.get('www-authenticate') ?? '')?.[1] ?? '';
  expect(url).toBe('http://127.0.0.1/.well-known/oauth-protected-resource/mcp');
  const document = await fetch(server.origin + new URL(url).pathname, {
    headers: { origin: 'https://inspector.example' },
  });
  expect(document.headers.get('access-control-allow-origin')).toBe('*');
  expect(await document.json()).toMatchObject({
    resource: audience,
    authorization_servers: [provider.issuer],
  });
});

test('the endpoint gets the caller with each request', async () => {
  const seen: unknown[] = [];
  server = await startTestServer({
    authenticator: await both(),
    endpoint: async (_, { authInfo }) => {
      seen.push(authInfo && callerOf(authInfo));
      return Response.json({});
    },
  });
  await server.post(legacyCall('echo'), { 'x-api-key': keys[1] });
  expect(seen).toEqual([{ id: 'api_key:bob', kind: 'api_key', roles: [], scopes: [] }]);
});

test.each([
  ['keys alone', { apiKeys: true }, []],
  ['an issuer', { apiKeys: false }, ['/.well-known/oauth-protected-resource']],
])(
  'an unknown path names the document of the issuer where there is one: %s',
  async (_, { apiKeys }, documents) => {
    const apiKeysFile = join(folder, 'keys.json');
    const settings = apiKeys ? { apiKeysFile } : { oidc: { issuer: provider.issuer, audience } };
    server = await startTestServer({ authenticator: await createAuthenticator(settings, log) });
    const answer = await fetch(`${server.origin}/sse`);
    expect(await answer.json()).toMatchObject({
      error: { paths: ['/mcp', '/livez', '/readyz', ...documents] },
    });
    for (const path of documents) expect((await fetch(`${server.origin}${path}`)).status).toBe(200);
  },
);

test('readiness includes the issuer and the key file', async () => {
  server = await startTestServer({ authenticator: await both() });
  const answer = await fetch(`${server.origin}/readyz`, { headers: { 'x-api-key': keys[0] } });
  expect(await answer.json()).toMatchObject({
    status: 'ok',
    checks: [
      { name: 'auth-issuer', ok: true },
      { name: 'api-keys', ok: true },
    ],
  });
});

describe('a flood', () => {
  test('is 429 with Retry-After for the caller that makes it, and for nobody else', async () => {
    server = await startTestServer({
      authenticator: await both(),
      limits: { flood: { perSecond: 1, burst: 5 } },
    });
    const status = async (headers: Record<string, string>) => {
      const answer = await server.post(legacyCall('echo'), headers);
      await answer.body?.cancel();
      return { status: answer.status, wait: answer.headers.get('retry-after') };
    };
    const flooded = [];
    for (let index = 0; index < 7; index += 1) flooded.push(await status({ 'x-api-key': keys[0] }));
    expect(flooded.slice(0, 5).every((one) => one.status === 200)).toBe(true);
    expect(flooded[6]).toEqual({ status: 429, wait: '1' });
    expect((await status({ 'x-api-key': keys[1] })).status).toBe(200);
    const unknown = [];
    for (let index = 0; index < 7; index += 1) unknown.push((await status({ 'x-api-key': 'guess' })).status);
    expect(unknown).toEqual([401, 401, 401, 401, 401, 429, 429]);
    expect((await status({ 'x-api-key': keys[1] })).status).toBe(200);
  });

  test('refills evenly, never above its burst', () => {
    let clock = 0;
    const take = createFlood({ perSecond: 10, burst: 2 }, () => clock);
    expect([take('a'), take('a'), take('a')]).toEqual([0, 0, 100]);
    clock = 50;
    expect(take('a')).toBe(50);
    clock = 100;
    expect([take('a'), take('a')]).toEqual([0, 100]);
    clock = 60_000;
    expect([take('a'), take('a'), take('a')]).toEqual([0, 0, 100]);
    expect(take('b')).toBe(0);
  });

  test('of made-up keys keeps memory bounded and spares a caller in use', () => {
    const take = createFlood({ perSecond: 0.001, burst: 1 }, () => 0);
    expect(take('caller')).toBe(0);
    for (let index = 0; index < 30_000; index += 1) {
      take(`address:${index}`);
      if (index % 1_000 === 0) expect(take('caller')).toBeGreaterThan(0);
    }
    expect(take('address:29999')).toBeGreaterThan(0);
    // Forgotten, so it comes as new.
    expect(take('address:0')).toBe(0);
  });
});

test('/readyz shows what it found only to those who may call', async () => {
  const health = async () => [{ name: 'folder', ok: true, detail: '/srv/private can be read.' }];
  server = await startTestServer({ host: '0.0.0.0', authenticator: await both(), health, log });
  const anonymous = await fetch(`${server.origin}/readyz`);
  expect(await anonymous.json()).toEqual({ status: 'ok' });
  const known = await fetch(`${server.origin}/readyz`, { headers: { 'x-api-key': keys[0] } });
  expect(await known.text()).toContain('/srv/private');
});

test('/metrics names tools, so it is for those who may call', async () => {
  server = await startTestServer({ authenticator: await both(), metrics: () => 'up 1\n' });
  const read = (method: string, headers: Record<string, string> = {}) =>
    fetch(`${server.origin}/metrics`, { method, headers });
  for (const method of ['GET', 'HEAD']) {
    const refused = await read(method);
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toContain('resource_metadata');
    expect(await refused.text()).not.toContain('up 1');
  }
  expect((await read('GET', { authorization: 'Bearer wrong' })).status).toBe(401);
  const answer = await read('GET', { authorization: `Bearer ${keys[0]}` });
  expect([answer.status, await answer.text()]).toEqual([200, 'up 1\n']);
  expect(await (await read('GET', { 'x-api-key': keys[1] })).text()).toBe('up 1\n');
});
