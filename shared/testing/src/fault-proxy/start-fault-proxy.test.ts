import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type FaultProxy, startFaultProxy } from './start-fault-proxy.ts';

let origin: Server;
let reached = 0;
let proxy: FaultProxy;

beforeAll(async () => {
  origin = createServer((request, response) => {
    reached += 1;
    response.writeHead(200, { 'x-origin': 'yes', etag: '"1"' });
    response.end(`${request.method} ${request.url} 0123456789`);
  }).listen(0, '127.0.0.1');
  await once(origin, 'listening');
  const address = origin.address();
  if (address === null || typeof address === 'string') throw new Error('No TCP port was given.');
  proxy = await startFaultProxy({ target: `http://127.0.0.1:${address.port}` });
});
afterEach(() => {
  proxy.clear();
  reached = 0;
});
afterAll(async () => {
  await proxy.close();
  origin.closeAllConnections();
  origin.close();
});

const get = (path = '/a?b=1', init?: RequestInit) => fetch(`${proxy.url}${path}`, init);

test('without a fault it forwards both ways and records what it saw', async () => {
  const response = await get('/a?b=1', { method: 'POST', body: 'hello', headers: { 'x-mine': '1' } });
  expect(await response.text()).toBe('POST /a?b=1 0123456789');
  expect(response.headers.get('x-origin')).toBe('yes');
  expect(proxy.seen).toMatchObject([{ method: 'POST', path: '/a?b=1', body: 'hello', fault: undefined }]);
  expect(proxy.seen[0]?.headers['x-mine']).toBe('1');
});

test('status answers itself, for as many as were scripted, in order', async () => {
  proxy.script(
    { kind: 'status', status: 500, body: 'no', times: 2 },
    { kind: 'status', status: 429, headers: { 'retry-after': '1' } },
  );
  const statuses = [];
  for (let n = 0; n < 4; n++) statuses.push((await get()).status);
  expect(statuses).toEqual([500, 500, 429, 200]);
  expect(reached).toBe(1);
});

test('a fault waits for its method and path', async () => {
  proxy.script(
    { kind: 'status', status: 500, method: 'POST' },
    { kind: 'status', status: 404, path: /^\/x/ },
  );
  expect((await get('/y')).status).toBe(200);
  expect((await get('/x1')).status).toBe(404);
  expect((await get('/y', { method: 'POST' })).status).toBe(500);
});

test.each([
  ['before', 0],
  ['after', 1],
] as const)('reset %s forwarding: the origin sees %i', async (when, times) => {
  proxy.script({ kind: 'reset', when });
  await expect(get()).rejects.toThrow();
  expect(reached).toBe(times);
});

test('hang never answers, and shows who waits', async () => {
  proxy.script({ kind: 'hang' });
  const leaving = new AbortController();
  const refused = expect(get('/held', { signal: leaving.signal })).rejects.toThrow('enough');
  await expect.poll(() => proxy.waiting).toMatchObject([{ path: '/held', fault: 'hang' }]);
  leaving.abort(new Error('enough'));
  await refused;
  await expect.poll(() => proxy.waiting).toEqual([]);
  expect(reached).toBe(0);
});

test('delay answers later', async () => {
  proxy.script({ kind: 'delay', ms: 120 });
  const from = performance.now();
  expect((await get()).status).toBe(200);
  expect(performance.now() - from).toBeGreaterThan(110);
});

test('truncate cuts the body, corrupt changes it, headers are set and removed', async () => {
  proxy.script(
    { kind: 'truncate', bytes: 5 },
    { kind: 'corrupt' },
    { kind: 'headers', headers: { etag: undefined, 'x-new': '1' } },
  );
  await expect(get().then((response) => response.text())).rejects.toThrow();
  const corrupt = Buffer.from(await (await get('/c')).arrayBuffer());
  expect(corrupt.map((byte) => byte ^ 0xff).toString()).toBe('GET /c 0123456789');
  const response = await get();
  expect([response.headers.get('etag'), response.headers.get('x-new')]).toEqual([null, '1']);
  expect(await response.text()).toContain('0123456789');
});

test('endless goes on until the client leaves', async () => {
  proxy.script({ kind: 'endless' });
  const response = await get();
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > 1_000_000) break;
  }
  expect(bytes).toBeGreaterThan(1_000_000);
});

test('a target that is gone ends the connection', async () => {
  const gone = await startFaultProxy({ target: 'http://127.0.0.1:1' });
  await expect(fetch(gone.url)).rejects.toThrow();
  await gone.close();
});
