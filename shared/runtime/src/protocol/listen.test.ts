import { expect, it } from 'vitest';
import { serverOfThings } from '../../test/support/things.ts';
import { assemble } from '../assembly/assemble.ts';
import { loadSettings } from '../settings/load.ts';
import { localCaller } from './connection.ts';
import { createListenWatcher } from './listen.ts';

const watched = new Set<string>();
const server = serverOfThings({
  read: async () => [],
  watch: async (uri) => {
    watched.add(uri);
    return () => void watched.delete(uri);
  },
});

const _meta = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
};
const listen = (id: number, uri: string) => ({
  jsonrpc: '2.0' as const,
  id,
  method: 'subscriptions/listen',
  params: { _meta, notifications: { resourceSubscriptions: [uri] } },
});
const cancel = (requestId: number) => ({
  jsonrpc: '2.0' as const,
  method: 'notifications/cancelled',
  params: { requestId },
});

it('watches nothing for a stream that is cancelled before it has begun', async () => {
  const settings = await loadSettings(server, { argv: ['--audit', 'off', '--log-level', 'error'], env: {} });
  const assembly = await assemble(server, settings);
  const watcher = createListenWatcher(assembly.engine, localCaller);
  watcher.see(listen(1, 'thing:///cancelled'));
  watcher.see(cancel(1));
  watcher.see(listen(2, 'thing:///open'));
  await expect.poll(() => [...watched]).toContain('thing:///open');
  expect([...watched]).toEqual(['thing:///open']);
  watcher.close();
  expect([...watched]).toEqual([]);
  await assembly.close();
});
