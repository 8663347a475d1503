import type { IncomingHttpHeaders } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type FaultProxy, startFaultProxy } from '../../../testing/src/fault-proxy/index.ts';
import { type LocalServer, startLocalServer } from '../../../testing/src/services/local-server.ts';
import { ToolError } from '../errors/tool-error.ts';
import { createLogger } from '../telemetry/logger.ts';
import type { Refusal, UpstreamOptions } from './types.ts';
import { createUpstream } from './upstream.ts';

const none = new AbortController().signal;
const log = createLogger('error', () => {});
const strangerSaw: IncomingHttpHeaders[] = [];
let origin: LocalServer;
let stranger: LocalServer;
let proxy: FaultProxy;

beforeAll(async () => {
  origin = await startLocalServer((request, response) => {
    const location = new URL(request.url ?? '/', 'http://x').searchParams.get('to');
    if (location !== null) return void response.writeHead(302, { location }).end();
    response.end(request.url);
  });
  stranger = await startLocalServer((request, response) => {
    strangerSaw.push(request.headers);
    response.setHeader('etag', '"1"').end('blob');
  });
  proxy = await startFaultProxy({ target: origin.url });
});
afterEach(() => {
  proxy.clear();
  strangerSaw.length = 0;
});
afterAll(async () => {
  await proxy.close();
  await Promise.all([origin.close(), stranger.close()]);
});

const make = (over: Partial<UpstreamOptions> = {}) =>
  createUpstream({ name: 'Example', baseUrl: proxy.url, log, retryBaseMs: 1, ...over });
const read = { signal: none, credential: 'sesame' };

describe('another origin', () => {
  const ask = (to: string) =>
    make({ headers: { 'x-ours': '1' } }).fetch(
      { path: `/?to=${encodeURIComponent(to)}`, headers: { cookie: 'a=b' } },
      { ...read, foreign: true },
    );

  test('is followed to where the caller says so, with nothing of ours', async () => {
    const answer = await ask(`${stranger.url}/blob?sig=1`);
    expect(answer.text()).toBe('blob');
    expect(answer.url).toBe(`${stranger.url}/blob?sig=1`);
    expect(strangerSaw[0]).toMatchObject({ 'user-agent': 'portolan' });
    for (const name of ['authorization', 'cookie', 'x-ours', 'if-none-match']) {
      expect(strangerSaw[0]).not.toHaveProperty(name);
    }
    await ask(`${stranger.url}/blob?sig=1`);
    expect(strangerSaw[1]).not.toHaveProperty('if-none-match');
  });

  test.each([
    'http://169.254.169.254/latest',
    'http://[fe80::1]/',
    'http://example.org/plain',
    'https://user:pw@example.org/',
    'ftp://example.org/',
  ])('%s is not asked all the same', async (to) => {
    await expect(ask(to)).rejects.toThrow('Example redirected to an address that is not asked.');
  });
});

test('a redirect inside the origin shows in the address of the answer', async () => {
  const answer = await make().fetch({ path: '/?to=/there' }, read);
  expect(answer.url).toBe(`${proxy.url}/there`);
});

describe('a rule of the upstream', () => {
  const rateLimitMs: UpstreamOptions['rateLimitMs'] = ({ text }) =>
    text().includes('too often') ? 45_000 : undefined;

  test.each([200, 400, 403])('finds that calls come too often in a %i', async (status) => {
    proxy.script({ kind: 'status', status, body: 'too often' });
    await expect(make({ rateLimitMs }).fetch({ path: '/' }, read)).rejects.toMatchObject({
      code: 'rate_limited',
      retryAfterMs: 45_000,
    });
    expect(proxy.seen).toHaveLength(1);
  });

  test('that asks for a short wait lets a read be sent again, and a change not', async () => {
    const upstream = make({ rateLimitMs: ({ text }) => (text().includes('too often') ? 5 : undefined) });
    proxy.script({ kind: 'status', status: 200, body: 'too often' });
    expect((await upstream.fetch({ path: '/x' }, read)).text()).toBe('/x');
    proxy.script({ kind: 'status', status: 200, body: 'too often' });
    await expect(upstream.fetch({ path: '/x', method: 'POST' }, read)).rejects.toMatchObject({
      code: 'rate_limited',
    });
  });

  test('explains what was refused, from what holds no secret', async () => {
    const refusals: Refusal[] = [];
    const explain = (refusal: Refusal) => {
      refusals.push(refusal);
      return refusal.status === 404 ? new ToolError('not_found', 'No such thing.') : undefined;
    };
    const upstream = make({ explain });
    proxy.script({ kind: 'status', status: 404, headers: { 'x-why': 'a' }, body: 'no\u001b sesame' });
    await expect(upstream.fetch({ path: '/' }, read)).rejects.toThrow('No such thing.');
    expect(refusals[0]).toMatchObject({ status: 404, text: 'no  [redacted]', limited: false, read: true });
    expect(refusals[0]?.headers.get('x-why')).toBe('a');
    proxy.script({ kind: 'status', status: 418 });
    await expect(upstream.fetch({ path: '/' }, read)).rejects.toThrow('Example answered with status 418.');
    const moved = upstream.fetch({ path: '/?to=/there', method: 'PUT' }, read);
    await expect(moved).rejects.toThrow('Example answered a change with a redirect.');
    expect(refusals[2]).toMatchObject({ status: 302, text: '', read: false });
  });
});

test('a query by POST is sent again like a read, a change by POST is not', async () => {
  proxy.script({ kind: 'status', status: 502 });
  const query = await make().fetch({ path: '/q', method: 'POST' }, { ...read, read: true });
  expect(query.text()).toBe('/q');
  expect(proxy.seen).toHaveLength(2);
  proxy.script({ kind: 'status', status: 502 });
  await expect(make().fetch({ path: '/q', method: 'POST' }, read)).rejects.toMatchObject({
    code: 'unavailable',
  });
  expect(proxy.seen).toHaveLength(3);
});

test('requests of an account have a budget of their own, whatever carries their authorization', async () => {
  const upstream = make({ budgetOf: () => 'core' });
  proxy.script({ kind: 'status', status: 429, headers: { 'retry-after': '60' } });
  const limited = { code: 'rate_limited' };
  await expect(upstream.fetch({ path: '/a' }, { ...read, account: 'one' })).rejects.toMatchObject(limited);
  await expect(upstream.fetch({ path: '/a' }, { ...read, account: 'one' })).rejects.toMatchObject(limited);
  expect((await upstream.fetch({ path: '/a' }, { ...read, account: 'two' })).text()).toBe('/a');
});

test('requests of a budget that is used up are not sent, those of others are', async () => {
  const upstream = make({ budgetOf: ({ pathname }) => pathname.split('/')[1] });
  proxy.script({ kind: 'status', status: 429, headers: { 'retry-after': '60' } });
  const limited = { code: 'rate_limited' };
  await expect(upstream.fetch({ path: '/search/a' }, read)).rejects.toMatchObject(limited);
  await expect(upstream.fetch({ path: '/search/b' }, read)).rejects.toMatchObject(limited);
  expect(proxy.seen).toHaveLength(1);
  expect((await upstream.fetch({ path: '/core/a' }, read)).text()).toBe('/core/a');
  const other = { ...read, credential: 'another' };
  expect((await upstream.fetch({ path: '/search/b' }, other)).text()).toBe('/search/b');
});
