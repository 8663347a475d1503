import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, request as forward, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { startLocalServer } from '../../../testing/src/services/local-server.ts';
import { createLogger } from '../telemetry/logger.ts';
import { createAgents } from './agents.ts';
import { NetworkFault } from './fault.ts';
import { readBody, textOf } from './read-body.ts';
import { sendRequest } from './send-request.ts';
import { createUpstream } from './upstream.ts';

const none = new AbortController().signal;

async function listen(server: Server): Promise<string> {
  const { host, close } = await startLocalServer(server);
  onTestFinished(close);
  return host;
}

const upstream = () => listen(createServer((_, response) => response.end('from the upstream')));

/** With a certificate that nobody vouches for. */
function tlsUpstream(): Server {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-tls-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const key = join(folder, 'key.pem');
  const cert = join(folder, 'cert.pem');
  const made = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-days',
    '1',
  ];
  execFileSync('openssl', [...made, '-subj', '/CN=api.github.example', '-keyout', key, '-out', cert], {
    stdio: 'ignore',
  });
  return createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_, response) =>
    response.end('over TLS'),
  );
}

/** A proxy that notes what it is asked for; every tunnel it makes, if any, ends at one server. */
async function startProxy(end?: Server) {
  const seen: string[] = [];
  const plain: RequestListener = (request, response) => {
    seen.push(`${request.method} ${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim());
    forward(request.url ?? '', (answer) => answer.pipe(response)).end();
  };
  const server = createServer(plain);
  server.on('connect', (request, socket) => {
    seen.push(`CONNECT ${request.url}`);
    if (end) {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      end.emit('connection', socket);
    } else socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
  });
  return { place: await listen(server), seen };
}

async function get(url: string): Promise<string> {
  const answer = await sendRequest(
    { method: 'GET', url: new URL(url), headers: {}, body: undefined, agents: createAgents() },
    none,
  );
  return textOf(await readBody(answer.body, 1_000));
}

afterEach(() => vi.unstubAllEnvs());

describe('a proxy that the environment names', () => {
  test.each(['HTTP_PROXY', 'http_proxy'])('carries requests, with its credentials: %s', async (name) => {
    const { place, seen } = await startProxy();
    const url = `http://${await upstream()}/a?b=c`;
    vi.stubEnv(name, `http://user:secret@${place}`);
    expect(await get(url)).toBe('from the upstream');
    expect(seen).toEqual([`GET ${url} Basic ${Buffer.from('user:secret').toString('base64')}`]);
  });

  test('carries none to the hosts that are excepted', async () => {
    const { place, seen } = await startProxy();
    vi.stubEnv('HTTP_PROXY', `http://${place}`);
    vi.stubEnv('NO_PROXY', '127.0.0.1');
    expect(await get(`http://${await upstream()}/`)).toBe('from the upstream');
    expect(seen).toEqual([]);
  });

  test('tunnels TLS, which it does not see', async () => {
    const { place, seen } = await startProxy(tlsUpstream());
    vi.stubEnv('HTTPS_PROXY', `http://${place}`);
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    expect(await get('https://api.github.example/secret')).toBe('over TLS');
    expect(seen).toEqual(['CONNECT api.github.example:443']);
  });

  test('is asked for a tunnel for TLS, and what is refused there was not sent', async () => {
    const { place, seen } = await startProxy();
    vi.stubEnv('HTTPS_PROXY', `http://user:secret@${place}`);
    const failure = await get('https://api.github.example/').catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(NetworkFault);
    expect(failure).toMatchObject({ sent: false });
    expect(JSON.stringify([failure, String(failure)])).not.toContain('secret');
    expect(seen).toEqual(['CONNECT api.github.example:443']);
  });

  test.each([
    ['a proxy that refuses', /^The proxy before GitHub refused the connection with 407\./],
    ['what is no proxy', /^The proxy that the environment names is not an http or https URL\./],
  ])('is told to callers without its password: %s', async (kind, said) => {
    const { place } = await startProxy();
    vi.stubEnv('HTTPS_PROXY', kind === 'what is no proxy' ? 'user:secret@x' : `http://user:secret@${place}`);
    const log = createLogger('error', () => {});
    const github = createUpstream({
      name: 'GitHub',
      baseUrl: 'https://api.github.example',
      log,
      attempts: 1,
    });
    const failure = await github.fetch({ path: '/' }, { signal: none }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'unavailable', message: expect.stringMatching(said) });
    expect(JSON.stringify([failure, String(failure)])).not.toContain('secret');
  });

  test('is not asked for what the other protocol has a proxy for', async () => {
    const { place, seen } = await startProxy();
    vi.stubEnv('HTTPS_PROXY', `http://${place}`);
    expect(await get(`http://${await upstream()}/`)).toBe('from the upstream');
    expect(seen).toEqual([]);
  });
});
