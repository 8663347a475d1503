import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { connect as connectSocket } from 'node:net';
import { expect, test } from 'vitest';
import {
  apiKeyOf,
  auditRecords,
  awaitRecord,
  connect,
  expectFailure,
  expectSuccess,
  startHttpServer,
  writeApiKeys,
} from '../../testing/src/index.ts';
import { type NotesFolder, notesFolder } from './support/notes.ts';
import { startOpenIdProvider } from './support/openid-provider.ts';

const keys = { reader: apiKeyOf('reader'), editor: apiKeyOf('editor') };
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
/** A policy in which the reader reads, and the editor does these. */
const policyOf = (...effects: readonly string[]) =>
  JSON.stringify({
    version: 1,
    roles: { reader: { rules: [{ effects: ['read'] }] }, editor: { rules: [{ effects }] } },
  });
const readOnly = policyOf('read');
const editable = policyOf('read', 'write');

async function writeSettings(folder: NotesFolder, policy: string): Promise<readonly string[]> {
  const file = await writeApiKeys(folder.path, Object.keys(keys), (id) => [id]);
  await writeFile(`${folder.path}/policy.yaml`, policy);
  return ['--api-keys', file, '--policy', `${folder.path}/policy.yaml`];
}

test('a policy hides and refuses by role, and a changed one holds without a restart', async () => {
  await using folder = await notesFolder();
  await using http = await startHttpServer(folder.command(...(await writeSettings(folder, editable))));
  expect((await fetch(http.url, { method: 'POST' })).status).toBe(401);
  await using reader = await connect('v2-modern', { url: http.url, headers: bearer(keys.reader) });
  await using editor = await connect('v1', { url: http.url, headers: bearer(keys.editor) });
  const names = async (client: typeof reader) => (await client.listTools()).map(({ name }) => name);
  expect(await names(reader)).not.toContain('write_note');
  expect(await names(editor)).toContain('write_note');
  expect(await names(editor)).not.toContain('delete_note');
  const note = { title: 'new', body: 'x' };
  await expect(reader.callTool('write_note', note)).rejects.toMatchObject({ code: -32_602 });
  expectSuccess(await editor.callTool('write_note', note));
  const intent = await awaitRecord(`${folder.path}/audit.jsonl`, ({ phase }) => phase === 'intent');
  expect(intent).toMatchObject({ caller: { kind: 'api_key' }, effect: 'write' });

  await writeFile(`${folder.path}/policy.yaml`, readOnly);
  await expect.poll(() => names(editor)).not.toContain('write_note');
  await expect(editor.callTool('write_note', note)).rejects.toMatchObject({ code: -32_602 });
});

test.each(['v1', 'v2-modern'] as const)(
  'a call of what is hidden or not there is recorded, counted, and answered alike (%s)',
  async (kind) => {
    await using folder = await notesFolder();
    const settings = await writeSettings(folder, editable);
    const limit = ['--rate-limit', '3/hour'];
    await using http = await startHttpServer(folder.command(...settings, ...limit));
    await using reader = await connect(kind, { url: http.url, headers: bearer(keys.reader) });
    const note = { title: 'first', body: 'x' };
    await expect(reader.callTool('write_note', note)).rejects.toMatchObject({ code: -32_602 });
    await expect(reader.callTool('no_such_tool', note)).rejects.toMatchObject({ code: -32_602 });
    await expect(reader.request('prompts/get', { name: 'no_such_prompt' })).rejects.toThrow();
    expectFailure(await reader.callTool('write_note', note), 'rate_limited');
    expectFailure(await reader.callTool('no_such_tool', note), 'rate_limited');
    const file = `${folder.path}/audit.jsonl`;
    await awaitRecord(
      file,
      ({ target, errorCode }) => target === 'no_such_tool' && errorCode === 'rate_limited',
    );
    const records = await auditRecords(file);
    expect(
      records.map(({ target, effect, status, errorCode }) => [target, effect, status, errorCode]),
    ).toEqual([
      ['write_note', 'write', 'denied', 'forbidden'],
      ['no_such_tool', 'read', 'error', 'not_found'],
      ['no_such_prompt', 'read', 'error', 'not_found'],
      ['write_note', 'write', 'denied', 'rate_limited'],
      ['no_such_tool', 'read', 'denied', 'rate_limited'],
    ]);
  },
);

test('a session of the legacy era belongs to one caller', async () => {
  await using folder = await notesFolder();
  await using http = await startHttpServer(folder.command(...(await writeSettings(folder, editable))));
  const post = (body: object, headers: Record<string, string>) =>
    fetch(http.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...headers,
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, ...body }),
    });
  const clientInfo = { name: 'raw', version: '1.0.0' };
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo };
  const opened = await post({ method: 'initialize', params }, bearer(keys.editor));
  const session = { 'mcp-session-id': opened.headers.get('mcp-session-id') ?? '' };
  const ping = { method: 'ping' };
  expect((await post(ping, { ...session, ...bearer(keys.editor) })).status).toBe(200);
  expect((await post(ping, { ...session, ...bearer(keys.reader) })).status).toBe(404);
  expect((await post(ping, { 'mcp-session-id': 'made-up', ...bearer(keys.editor) })).status).toBe(404);
  const taken = { ...session, ...bearer(keys.reader) };
  expect((await fetch(http.url, { method: 'DELETE', headers: taken })).status).toBe(404);
  expect((await post(ping, { ...session, ...bearer(keys.editor) })).status).toBe(200);
});

test('a stream of the legacy era is known to be open before its first event', async () => {
  await using folder = await notesFolder();
  await using http = await startHttpServer(folder.command());
  const initialize = {
    method: 'initialize',
    params: {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 'raw', version: '1.0.0' },
    },
  };
  const accept = 'application/json, text/event-stream';
  const opened = await fetch(http.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, ...initialize }),
  });
  const id = opened.headers.get('mcp-session-id') ?? '';
  const socket = connectSocket(Number(new URL(http.url).port), '127.0.0.1');
  const lines = ['GET /mcp HTTP/1.1', 'Host: 127.0.0.1', `Accept: ${accept}`, `Mcp-Session-Id: ${id}`];
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  const [first] = await once(socket, 'data');
  // Nothing but headers: they did not wait for an event, nor for the comment that keeps a stream alive.
  expect(String(first)).toMatch(/^HTTP\/1\.1 200 OK\r\n(.+\r\n)+\r\n$/);
  socket.destroy();
});

test('tokens of an OpenID provider name the caller', async () => {
  await using folder = await notesFolder();
  const audience = 'https://notes.example.com/mcp';
  await using provider = await startOpenIdProvider(audience);
  const flags = ['--auth-issuer', provider.issuer, '--auth-audience', audience];
  await using http = await startHttpServer(folder.command(...flags));
  const refused = await fetch(http.url, { method: 'POST', headers: bearer('not-a-token') });
  expect(refused.status).toBe(401);
  expect(refused.headers.get('www-authenticate')).toContain('resource_metadata=');
  await using client = await connect('v2-modern', { url: http.url, headers: bearer(await provider.token()) });
  expectSuccess(await client.callTool('read_note', { title: 'first' }));
  const record = await awaitRecord(`${folder.path}/audit.jsonl`, ({ target }) => target === 'read_note');
  expect(record).toMatchObject({ caller: { kind: 'token' }, status: 'ok' });
});

test('an unknown key calls nothing', async () => {
  await using folder = await notesFolder();
  await using http = await startHttpServer(folder.command(...(await writeSettings(folder, editable))));
  await expect(connect('v2-modern', { url: http.url, headers: bearer('wrong-key') })).rejects.toThrow();
  await using reader = await connect('v2-legacy', { url: http.url, headers: bearer(keys.reader) });
  expectFailure(await reader.callTool('read_note', { title: 'nowhere' }), 'not_found');
});
