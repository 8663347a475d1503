import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import * as z from 'zod';
import { type Assembly, assemble } from '../assembly/assemble.ts';
import { defineServer } from '../definition/define-server.ts';
import { defineResource } from '../definition/resource.ts';
import { fail } from '../errors/tool-error.ts';
import { loadSettings } from '../settings/load.ts';
import { createHttpEndpoint, type HttpEndpoint } from './http-endpoint.ts';
import { sessionToEnd } from './legacy-sessions.ts';

const watched = new Set<string>();
const thing = defineResource({
  name: 'thing',
  title: 'Thing',
  description: '',
  uri: 'thing:///{name}',
  needs: [],
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
const server = defineServer({
  name: 'things',
  title: 'Things',
  version: '1.0.0',
  description: '',
  toolsets: {},
  config: z.object({}),
  connect: () => ({}),
  tools: [],
  resources: [thing],
});

let assembly: Assembly;
let endpoint: HttpEndpoint;
beforeEach(async () => {
  const argv = ['--audit', 'off', '--log-level', 'error'];
  assembly = await assemble(server, await loadSettings(server, { argv, env: {} }));
  endpoint = createHttpEndpoint({ ...assembly, rounds: await assembly.rounds() });
});
afterEach(async () => {
  await endpoint.close();
  await assembly.close();
});

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
