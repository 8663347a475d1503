import { expect, it, onTestFinished } from 'vitest';
import { connect } from '../../testing/src/index.ts';
import { listenHttp } from '../src/http/listen.ts';
import { done, serveTwoWays } from './support/two-ways.ts';

const version = '2025-11-25';
const json = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
const ignore = () => {};
const quiet = { debug: ignore, info: ignore, warning: ignore, error: ignore };

/** A server over HTTP, and what was asked of its endpoint. */
async function serve() {
  const served = await serveTwoWays();
  const asked: [method: string, cameBack: boolean, status: number][] = [];
  const listener = await listenHttp({
    host: '127.0.0.1',
    port: 0,
    log: quiet,
    direct: served.endpoint.direct,
    async endpoint(request, options) {
      const answer = await served.endpoint.fetch(request, options);
      asked.push([request.method, request.headers.has('last-event-id'), answer.status]);
      return answer;
    },
  });
  onTestFinished(async () => {
    await listener.close(0);
    await served[Symbol.asyncDispose]();
  });
  return { url: listener.url, asked };
}

async function openSession(url: string): Promise<Readonly<Record<string, string>>> {
  const clientInfo = { name: 'raw', version: '1.0.0' };
  const params = { protocolVersion: version, capabilities: {}, clientInfo };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params });
  const answer = await fetch(url, { method: 'POST', headers: json, body });
  await answer.text();
  const headers = {
    ...json,
    'mcp-protocol-version': version,
    'mcp-session-id': answer.headers.get('mcp-session-id') ?? '',
  };
  const initialized = JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' });
  await fetch(url, { method: 'POST', headers, body: initialized });
  return headers;
}

/** Begins a call that waits, of which the library has the stream open when this resolves. */
const beginWaiting = (url: string, headers: Readonly<Record<string, string>>, id: number | string) =>
  fetch(url, {
    method: 'POST',
    headers,
    body: JSON.stringify({
      jsonrpc: '2.0',
      id,
      method: 'tools/call',
      params: { name: 'wait_a_while', arguments: { ms: 600_000 } },
    }),
  });

const cancel = (url: string, headers: Readonly<Record<string, string>>, requestId: number | string) =>
  fetch(url, {
    method: 'POST',
    headers,
    body: JSON.stringify({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId } }),
  });

it('ends the stream of a cancelled call without an answer, and of no other', async () => {
  const { url } = await serve();
  const headers = await openSession(url);
  const first = await beginWaiting(url, headers, 7);
  const other = await beginWaiting(url, headers, 'seven');
  expect((await cancel(url, headers, 7)).status).toBe(202);
  const text = await first.text();
  expect(text).toContain('id: ');
  expect(text).not.toContain('jsonrpc');
  expect((await cancel(url, headers, 7)).status).toBe(202);
  expect((await cancel(url, headers, 'unknown')).status).toBe(202);
  const ended = other.text();
  expect(await Promise.race([ended, cancel(url, headers, 8).then(() => 'open')])).toBe('open');
  await cancel(url, headers, 'seven');
  expect(await ended).not.toContain('jsonrpc');
});

it('keeps away who comes back for a cancelled call', async () => {
  const { url } = await serve();
  const headers = await openSession(url);
  const call = await beginWaiting(url, headers, 7);
  await cancel(url, headers, 7);
  const [, lastEventId = ''] = /^id: (\S+)$/m.exec(await call.text()) ?? [];
  const back = await fetch(url, { headers: { ...headers, 'last-event-id': lastEventId } });
  expect([back.status, await back.text()]).toEqual([204, '']);
});

it.each(['v1', 'v2-legacy'] as const)(
  'has the %s client come back for a cancelled call once',
  async (kind) => {
    const { url, asked } = await serve();
    await using client = await connect(kind, { url });
    const before = done.cancelled;
    const gone = new AbortController();
    const answer = client.callTool('wait_a_while', { ms: 600_000 }, { signal: gone.signal });
    const refused = expect(answer).rejects.toThrow();
    await expect.poll(() => asked.filter(([method]) => method === 'POST').length).toBeGreaterThan(2);
    gone.abort();
    await refused;
    await expect.poll(() => done.cancelled).toBe(before + 1);
    const comings = () => asked.filter(([, cameBack]) => cameBack);
    await expect.poll(comings, { timeout: 10_000 }).toEqual([['GET', true, 204]]);
    const said = await client.callTool('say_back', { text: 'on' });
    expect(said.structuredContent).toEqual({ said: 'on' });
    expect(comings()).toHaveLength(1);
  },
);
