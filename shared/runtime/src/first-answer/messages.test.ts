import { describe, expect, it } from 'vitest';
import type { Manifest } from './manifest.ts';
import { recorded } from './messages.ts';

const manifest: Manifest = {
  settings: [],
  initialize: { '2025-11-25': 'hello' },
  lists: ['"legacy list"', '"modern list"'],
  listOf: { '2025-11-25': 0, '2026-07-28': 1 },
  discover: 'discovered',
  modernVersion: '2026-07-28',
};
const clientInfo = { name: 'test', version: '1.0.0' };
const meta = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': clientInfo,
  'io.modelcontextprotocol/clientCapabilities': {},
};
const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo };

interface State {
  readonly version?: string;
  readonly withList?: boolean;
}
const find = (message: object, { version, withList = true }: State = {}) =>
  recorded({ jsonrpc: '2.0', ...message }, manifest, version, withList);
const initialized = { version: '2025-11-25' };

describe('recorded answers', () => {
  it('open a connection', () => {
    const found = find({ id: 1, method: 'initialize', params });
    expect(found).toEqual({
      kind: 'initialize',
      id: 1,
      version: '2025-11-25',
      capabilities: {},
      result: 'hello',
    });
    expect(find({ method: 'notifications/initialized' }, initialized)).toEqual({ kind: 'initialized' });
  });

  it.each([
    [[{ src: 'https://a.example/icon.png', mimeType: 'image/png', sizes: ['48x48'], theme: 'dark' }]],
    [[]],
  ])('open a connection of a client with the icons %j', (icons) => {
    const message = {
      id: 1,
      method: 'initialize',
      params: { ...params, clientInfo: { ...clientInfo, icons } },
    };
    expect(find(message)).toMatchObject({ kind: 'initialize', result: 'hello' });
  });

  it.each([
    { elicitation: { form: { applyDefaults: true }, url: {} }, sampling: { tools: {} } },
    { roots: { listChanged: true }, tasks: { list: {}, requests: { elicitation: { create: {} } } } },
    { experimental: { mine: { any: ['thing'] } }, extensions: { 'a/b': { c: 1 } }, later: 'x' },
  ])('open a connection of a client with the capabilities %j', (capabilities) => {
    const message = { id: 1, method: 'initialize', params: { ...params, capabilities } };
    expect(find(message)).toMatchObject({ kind: 'initialize', result: 'hello' });
  });

  it.each([
    [],
    { elicitation: 'yes' },
    { elicitation: { form: 'yes' } },
    { roots: { listChanged: 'yes' } },
    { sampling: true },
    { tasks: { requests: { elicitation: 'create' } } },
    { extensions: { 'a/b': 1 } },
  ])('do not open a connection of a client with the capabilities %j', (capabilities) => {
    const message = { id: 1, method: 'initialize', params: { ...params, capabilities } };
    expect(find(message)).toEqual({ kind: 'unknown' });
  });

  it.each([
    ['text'],
    [[{}]],
    [[{ src: 7 }]],
    [[{ src: 'a', sizes: '48x48' }]],
    [[{ src: 'a', theme: 'pink' }]],
  ])('do not open a connection of a client with the icons %j', (icons) => {
    const message = {
      id: 1,
      method: 'initialize',
      params: { ...params, clientInfo: { ...clientInfo, icons } },
    };
    expect(find(message)).toEqual({ kind: 'unknown' });
  });

  it.each([
    ['a list', { method: 'tools/list' }, initialized, { kind: 'list', json: '"legacy list"' }],
    [
      'a ping',
      { method: 'ping', params: { _meta: { progressToken: 1 } } },
      initialized,
      { kind: 'answer', result: {} },
    ],
    [
      'a modern list',
      { method: 'tools/list', params: { _meta: meta } },
      {},
      { kind: 'list', json: '"modern list"' },
    ],
    [
      'a discovery',
      { method: 'server/discover', params: { _meta: meta } },
      {},
      { kind: 'answer', result: 'discovered' },
    ],
  ])('are there for %s', (_what, message, state, answer) => {
    expect(find({ id: 'a', ...message }, state)).toEqual({ id: 'a', ...answer });
  });

  it.each([
    ['a list that the settings change', { id: 1, method: 'tools/list' }, { ...initialized, withList: false }],
    [
      'a modern list that the settings change',
      { id: 1, method: 'tools/list', params: { _meta: meta } },
      { withList: false },
    ],
    ['a list before the handshake', { id: 1, method: 'tools/list' }, {}],
    ['a list of a version nobody recorded', { id: 1, method: 'tools/list' }, { version: '1999-01-01' }],
    ['a list with a cursor', { id: 1, method: 'tools/list', params: { cursor: 'x' } }, initialized],
    ['a call', { id: 1, method: 'tools/call', params: { name: 'a' } }, initialized],
    ['an id that is no id', { id: 1.5, method: 'ping' }, initialized],
    ['a notification', { method: 'ping' }, initialized],
    [
      'a version nobody recorded',
      { id: 1, method: 'initialize', params: { ...params, protocolVersion: '1999-01-01' } },
      {},
    ],
    ['no client', { id: 1, method: 'initialize', params: { ...params, clientInfo: {} } }, {}],
    ['more in the envelope', { id: 1, method: 'tools/list', params: { _meta: { ...meta, more: 1 } } }, {}],
  ])('are not there for %s', (_what, message, state) => {
    expect(find(message, state)).toEqual({ kind: 'unknown' });
  });

  it.each([undefined, [], null, { method: 'ping', id: 1 }])('are not there for the value %j', (value) => {
    expect(recorded(value, manifest, '2025-11-25', true)).toEqual({ kind: 'unknown' });
  });
});
