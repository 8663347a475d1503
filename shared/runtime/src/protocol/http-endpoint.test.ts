import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { serverOfThings } from '../../test/support/things.ts';
import { type Assembly, assemble } from '../assembly/assemble.ts';
import { fail } from '../errors/tool-error.ts';
import { loadSettings } from '../settings/load.ts';
import { createHttpEndpoint, type HttpEndpoint } from './http-endpoint.ts';
import { sessionToEnd } from './legacy-sessions.ts';

const watched = new Set<string>();
const server = serverOfThings({
  read: async () => [],
  complete: {
    name: async () => {
      throw new Error('ENOENT: /srv/private/list');
    },
  },
  watch: async (uri) => {
    if (uri.endsWith('closed')) fail('forbidden', 'Closed.');
    watched.add(uri);
    return () => void watched.delete(uri);
  },
});

let assembly: Assembly;
let endpoint: HttpEndpoint;
const open = async (...more: readonly string[]) => {
  const argv = ['--audit', 'off', '--log-level', 'error', ...more];
  assembly = await assemble(server, await loadSettings(server, { argv, env: {} }));
  endpoint = createHttpEndpoint({ ...assembly, rounds: await assembly.rounds() });
};
const close = async () => {
  await endpoint.close();
  await assembly.close();
};
beforeEach(() => open());
afterEach(close);

const version = '2026-07-28';
const _meta = {
  'io.modelcontextprotocol/protocolVersion': version,
  'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
};

function post(method: string, params: object, claimed = method, signal?: AbortSignal) {
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'mcp-protocol-version': version,
    'mcp-method': claimed,
  };
  const request = new Request('http://localhost/mcp', { method: 'POST', headers, ...(signal && { signal }) });
  return endpoint.fetch(request, {
    parsedBody: { jsonrpc: '2.0', id: 1, method, params: { _meta, ...params } },
  });
}

const listen = (names: readonly string[], claimed?: string, signal?: AbortSignal) => {
  const resourceSubscriptions = names.map((name) => `thing:///${name}`);
  return post('subscriptions/listen', { notifications: { resourceSubscriptions } }, claimed, signal);
};

it('watches nothing for a stream that was refused', async () => {
  const answer = await listen(['a', 'b'], 'tools/list');
  expect(answer.status).toBe(400);
  await sleep(50);
  expect([...watched]).toEqual([]);
});

it('tells a stream only of what its caller may watch, and stops with it', async () => {
  const gone = new AbortController();
  const answer = await listen(['open', 'closed'], undefined, gone.signal);
  expect([...watched]).toEqual(['thing:///open']);
  assembly.hub.resourceUpdated('thing:///closed');
  assembly.hub.resourceUpdated('thing:///open');
  let told = '';
  for await (const chunk of answer.body ?? []) {
    told += Buffer.from(chunk).toString();
    if (told.includes('resources/updated')) break;
  }
  expect(told).toContain('thing:///open');
  expect(told).not.toContain('thing:///closed');
  gone.abort();
  expect([...watched]).toEqual([]);
});

it('counts a stream that names resources like a call, and watches nothing over the limit', async () => {
  await close();
  await open('--rate-limit', '2/hour');
  const gone = new AbortController();
  for (const name of ['a', 'b']) expect((await listen([name], undefined, gone.signal)).status).toBe(200);
  const refused = await listen(['c'], undefined, gone.signal);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(60);
  expect(await refused.json()).toMatchObject({ id: 1, error: { data: { code: 'rate_limited' } } });
  expect([...watched]).toEqual(['thing:///a', 'thing:///b']);
  gone.abort();
  expect([...watched]).toEqual([]);
});

it('watches 256 resources for a stream, and 1,024 for a caller on all its streams', async () => {
  await close();
  await open('--rate-limit', 'off');
  const gone = new AbortController();
  const names = (stream: number, count: number) => Array.from({ length: count }, (_, n) => `${stream}-${n}`);
  for (let stream = 0; stream < 6; stream += 1) await listen(names(stream, 300), undefined, gone.signal);
  expect(watched.size).toBe(1_024);
  gone.abort();
  expect(watched.size).toBe(0);
});

it('says nothing of a fault that nobody foresaw', async () => {
  const ref = { type: 'ref/resource', uri: 'thing:///{name}' };
  const answer = await post('completion/complete', { ref, argument: { name: 'name', value: '' } });
  const text = await answer.text();
  expect(text).toContain('The server failed');
  expect(text).not.toContain('/srv/private');
});

it('ends a session of the caller with the most, the longest idle first', () => {
  const session = (id: string, usedAt: number) => ({
    caller: { id, kind: 'token' as const, roles: [], scopes: [] },
    usedAt,
  });
  const greedy = [session('greedy', 7), session('greedy', 6), session('greedy', 8)];
  expect(sessionToEnd([session('modest', 1), ...greedy, session('modest', 2)])).toBe(greedy[1]);
});
