import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  auditRecords,
  connect,
  expectFailure,
  expectSuccess,
  modernMeta,
  type RawMessage,
  type RawStdio,
  rawStdio,
  runToEnd,
  type ServerCommand,
  startHttpServer,
} from '../../testing/src/index.ts';
import { notesFolder } from './support/notes.ts';
import { startOpenIdProvider } from './support/openid-provider.ts';
import { startOtlpCollector } from './support/otlp-collector.ts';

const audience = 'https://notes.example.com/mcp';
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const listing = {
  method: 'POST',
  headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
  body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' }),
};

test('--allowed-origins lets these pages call, and no other', async () => {
  await using folder = await notesFolder();
  await using usual = await startHttpServer(folder.command());
  await using open = await startHttpServer(folder.command('--allowed-origins', 'app.example.com'));
  const from = async (url: string, origin: string) =>
    (await fetch(url, { ...listing, headers: { ...listing.headers, origin } })).status;
  expect(await from(usual.url, 'https://app.example.com')).toBe(403);
  expect(await from(open.url, 'https://app.example.com')).toBe(200);
  expect(await from(open.url, 'https://evil.example.com')).toBe(403);
});

test('--allowed-hosts lets a name be asked for, and no other', async () => {
  await using folder = await notesFolder();
  await using usual = await startHttpServer(folder.command());
  await using open = await startHttpServer(folder.command('--allowed-hosts', 'notes.example.com'));
  const asked = ({ url }: { readonly url: string }, host: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      const { method, headers, body } = listing;
      const sent = request(url, { method, headers: { ...headers, host } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      sent.on('error', reject);
      sent.end(body);
    });
  expect(await asked(usual, 'notes.example.com')).toBe(403);
  expect(await asked(open, 'notes.example.com')).toBe(200);
  expect(await asked(open, 'evil.example.com')).toBe(403);
});

test('--audit-key signs a log, which its public half vouches for, while the server runs as well', async () => {
  await using folder = await notesFolder();
  const key = `${folder.path}/key.pem`;
  const verify = async () => {
    const line = ['audit', 'verify', `${folder.path}/audit.jsonl`, '--public-key', `${key}.pub`];
    const { stdout, code } = await runToEnd(words(folder.command(), line));
    return { says: stdout.split(':')[0], code, whole: stdout };
  };
  const command = folder.command('--audit-key', key);
  const client = await connect('v2-modern', { command });
  expectSuccess(await client.callTool('write_note', { title: 'new', body: 'text' }));
  expect(await verify()).toMatchObject({ says: 'OK SO FAR', code: 0 });
  await client.close();
  await expect
    .poll(verify)
    .toMatchObject({ says: 'OK', code: 0, whole: expect.stringContaining('checkpoints up to record 2') });

  await using http = await startHttpServer(command);
  http.process.signal('SIGKILL');
  await http.process.ended;
  expect(await verify()).toMatchObject({ says: 'UNPROVEN END', code: 1 });
  await using restarted = await startHttpServer(command);
  restarted.process.signal('SIGTERM');
  await restarted.process.ended;
  const again = await verify();
  expect(again).toMatchObject({ says: 'OK', code: 0 });
  expect(again.whole).toContain('notice: unclean_stop');
});

test('--audit-rotate-bytes begins another file at that size', async () => {
  await using folder = await notesFolder();
  await using client = await connect('v2-modern', {
    command: folder.command('--audit-rotate-bytes', '65536'),
  });
  for (let call = 0; call < 250; call += 1) await client.callTool('read_note', { title: 'first' });
  await expect
    .poll(async () => (await readdir(folder.path)).filter((name) => /audit.*jsonl/.test(name)).length)
    .toBeGreaterThan(1);
});

test('--auth-scopes demands of a token the scope of what a tool does', async () => {
  await using folder = await notesFolder();
  await using provider = await startOpenIdProvider(audience);
  const flags = ['--auth-issuer', provider.issuer, '--auth-audience', audience];
  await using open = await startHttpServer(folder.command(...flags));
  await using strict = await startHttpServer(folder.command(...flags, '--auth-scopes'));
  const toolsOf = async (url: string, scope: string) => {
    await using client = await connect('v2-modern', { url, headers: bearer(await provider.token(scope)) });
    return (await client.listTools()).map(({ name }) => name);
  };
  expect(await toolsOf(open.url, 'mcp')).toContain('delete_note');
  const mayWrite = await toolsOf(strict.url, 'mcp:write');
  expect(mayWrite).toEqual(expect.arrayContaining(['read_note', 'write_note']));
  expect(mayWrite).not.toContain('delete_note');
});

test('--auth-scopes tells a client which scope a call needs, and the audit log that it was refused', async () => {
  await using folder = await notesFolder();
  await using provider = await startOpenIdProvider(audience);
  const flags = ['--auth-issuer', provider.issuer, '--auth-audience', audience, '--auth-scopes'];
  await using http = await startHttpServer(folder.command(...flags));
  const ask = async (method: string, name: string, given: object, headers: Record<string, string>) => {
    const params = { ...given, _meta: modernMeta };
    const answer = await fetch(http.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'mcp-protocol-version': '2026-07-28',
        'mcp-method': method,
        'mcp-name': name,
        ...headers,
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    });
    await answer.text();
    return { status: answer.status, challenge: answer.headers.get('www-authenticate') };
  };
  const call = (name: string, headers: Record<string, string>) =>
    ask('tools/call', name, { name, arguments: { title: 'first' } }, headers);
  const metadata = 'resource_metadata="https://notes.example.com/.well-known/oauth-protected-resource/mcp"';
  const none = await call('read_note', {});
  expect(none.status).toBe(401);
  expect(none.challenge).toContain('scope="mcp:read"');
  const writer = bearer(await provider.token('mcp:write'));
  expect((await call('read_note', writer)).status).toBe(200);
  const refused = await call('delete_note', writer);
  expect(refused.status).toBe(403);
  for (const part of ['error="insufficient_scope"', 'scope="mcp:destroy"', metadata]) {
    expect(refused.challenge).toContain(part);
  }
  expect(await call('no_such_tool', writer)).toEqual({ status: 200, challenge: null });
  const read = (headers: Record<string, string>) =>
    ask('resources/read', 'note:///first', { uri: 'note:///first' }, headers);
  const get = (name: string, headers: Record<string, string>) =>
    ask('prompts/get', name, { name, arguments: { title: 'first' } }, headers);
  const stranger = bearer(await provider.token('profile'));
  for (const answer of [await read(stranger), await get('summarize_note', stranger)]) {
    expect(answer).toEqual({ status: 403, challenge: expect.stringContaining('scope="mcp:read"') });
  }
  expect((await get('no_such_prompt', stranger)).status).toBe(200);
  expect([(await read(writer)).status, (await get('summarize_note', writer)).status]).toEqual([200, 200]);
  const denied = { target: 'delete_note', effect: 'destroy', status: 'denied', errorCode: 'forbidden' };
  await expect
    .poll(() => auditRecords(`${folder.path}/audit.jsonl`))
    .toContainEqual(expect.objectContaining(denied));
  const targets = ['note:///first', 'summarize_note'];
  const refusedReads = async () =>
    (await auditRecords(`${folder.path}/audit.jsonl`))
      .filter(({ target, status }) => targets.includes(String(target)) && status !== 'ok')
      .map(({ target }) => target);
  await expect.poll(refusedReads).toEqual(targets);
});

test('--auth-scopes asks for no scope that would not do: of a tool that a policy takes away', async () => {
  await using folder = await notesFolder();
  await using provider = await startOpenIdProvider(audience);
  const policy = join(folder.path, 'policy.yaml');
  const rules = 'version: 1\nroles: { reader: { rules: [{ effects: [read] }] } }\n';
  await writeFile(policy, `${rules}assign: [{ kind: token, roles: [reader] }]\n`);
  const flags = ['--auth-issuer', provider.issuer, '--auth-audience', audience, '--auth-scopes'];
  await using http = await startHttpServer(folder.command(...flags, '--policy', policy));
  const headers = bearer(await provider.token('mcp:read'));
  await using client = await connect('v2-modern', { url: http.url, headers });
  for (const name of ['write_note', 'delete_note', 'no_such_tool']) {
    await expect(client.callTool(name, { title: 'first' })).rejects.toMatchObject({ code: -32_602 });
  }
});

test('--auth-roles-claim says where in a token the roles of a policy are', async () => {
  await using folder = await notesFolder();
  await using provider = await startOpenIdProvider(audience);
  await writeFile(
    `${folder.path}/policy.json`,
    JSON.stringify({ version: 1, roles: { auditor: { rules: [{ effects: ['read'] }] } } }),
  );
  const flags = ['--auth-issuer', provider.issuer, '--auth-audience', audience];
  const policy = ['--policy', `${folder.path}/policy.json`];
  const mayRead = async (...claim: readonly string[]) => {
    await using http = await startHttpServer(folder.command(...flags, ...policy, ...claim));
    await using client = await connect('v2-modern', {
      url: http.url,
      headers: bearer(await provider.token()),
    });
    return (await client.listTools()).some(({ name }) => name === 'read_note');
  };
  expect(await mayRead()).toBe(false);
  expect(await mayRead('--auth-roles-claim', 'realm.roles')).toBe(true);
});

test('--drain-ms bounds how long a call may finish', async () => {
  await using folder = await notesFolder();
  await using http = await startHttpServer(folder.command('--drain-ms', '300'));
  await using client = await connect('v2-modern', { url: http.url });
  const mark = join(folder.path, 'waiting');
  const call = client.callTool('slow_note', { waitMs: 600_000, mark }).catch(() => undefined);
  await expect.poll(() => existsSync(mark)).toBe(true);
  http.process.signal('SIGTERM');
  expect(await http.process.ended).toMatchObject({ signal: null });
  expect(http.process.stderr()).toContain('"calls":1,"drainMs":300');
  await call;
});

const answers = { confirm: { action: 'accept', content: { confirm: true } } };

test('--state-key lets replicas go on with each other’s questions', async () => {
  await using folder = await notesFolder();
  await using other = await notesFolder();
  const env = { PORTOLAN_STATE_KEY: 'k'.repeat(40) };
  await using one = rawStdio({ ...folder.command(), env });
  await using two = rawStdio({ ...other.command(), env });
  const requestState = stateOf(await destroy(one, {}));
  const done = await destroy(two, { requestState, inputResponses: answers });
  expect(done).toMatchObject({ result: { structuredContent: { deleted: true } } });
});

test('--telemetry exports what is called, to the usual place where none is named', async () => {
  await using folder = await notesFolder();
  const collector = await startOtlpCollector();
  await using _ending = { [Symbol.asyncDispose]: () => collector.stop() };
  // The usual place, led to the collector: whether one runs there on this machine must not matter.
  const usual = `const { Agent } = await import('node:http'); const make = Agent.prototype.createConnection;
    Agent.prototype.createConnection = function (options, done) {
      const port = options.port === 4318 ? ${new URL(collector.endpoint).port} : options.port;
      return make.call(this, { ...options, host: '127.0.0.1', port }, done);
    };`;
  const env = {
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(usual)}`,
  };
  const callWith = async (...flags: readonly string[]) => {
    const client = await connect('v2-modern', { command: { ...folder.command(...flags), env } });
    await client.callTool('read_note', { title: 'first' });
    await client.close();
  };
  await callWith();
  await callWith('--telemetry');
  const spans = () => JSON.stringify(collector.json('/v1/traces')).split('tools/call read_note').length - 1;
  await expect.poll(spans).toBe(1);
});

test('--tools and --exclude-tools leave what matches, and what does not', async () => {
  await using folder = await notesFolder();
  const flags = ['--toolsets', 'all', '--tools', '*_note', '--exclude-tools', 'delete_*,slow_note'];
  await using client = await connect('v2-modern', { command: folder.command(...flags) });
  const names = (await client.listTools()).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['read_note', 'write_note']));
  expect(names).not.toContain('delete_note');
  expect(names).not.toContain('slow_note');
  const error = client.callTool('delete_note', { title: 'first' });
  await expect(error).rejects.toMatchObject({ code: -32_602 });
});

test('--tool-rate-limit holds one tool to a limit of its own', async () => {
  await using folder = await notesFolder();
  const flags = ['--tool-rate-limit', 'read_note=1/min'];
  await using client = await connect('v2-modern', { command: folder.command(...flags) });
  expectSuccess(await client.callTool('read_note', { title: 'first' }));
  expectFailure(await client.callTool('read_note', { title: 'first' }), 'rate_limited');
});

test('--audit-required all refuses reads while nothing can be recorded', async () => {
  await using folder = await notesFolder();
  const flags = ['--audit', '/dev/full', '--audit-required', 'all'];
  await using client = await connect('v2-modern', { command: folder.command(...flags) });
  // The record of a read is made after it: the first that cannot be written refuses those that follow.
  const refused = async () => (await client.callTool('read_note', { title: 'first' })).isError;
  await expect.poll(refused).toBe(true);
  expectFailure(await client.callTool('read_note', { title: 'first' }), 'audit_unavailable');
});

test.each([
  ['--api-keys', 'keys.yaml'],
  ['--auth-issuer', 'https://id.example.com'],
  ['--auth-audience', audience],
  ['--auth-scopes'],
  ['--auth-roles-claim', 'realm.roles'],
  ['--auth-roles-claim', 'roles'],
  ['--host', '0.0.0.0'],
  ['--port', '3000'],
  ['--allowed-hosts', 'notes.example.com,127.0.0.1'],
  ['--allowed-origins', 'app.example.com'],
])('%s is refused on stdio', async (...flags) => {
  await using folder = await notesFolder();
  const { stderr, code } = await runToEnd(folder.command(...flags));
  expect([code, stderr]).toEqual([2, expect.stringContaining(`${flags.join(' ')} needs --http`)]);
});

test('a setting of HTTP that asks for nothing is no mistake on stdio', async () => {
  await using folder = await notesFolder();
  const flags = ['--no-auth-scopes', '--allowed-hosts', ''];
  await using client = await connect('v2-modern', { command: folder.command(...flags) });
  expectSuccess(await client.callTool('read_note', { title: 'first' }));
});

/** The server's executable with other words. */
const words = ({ command, args }: ServerCommand, given: readonly string[]): ServerCommand => ({
  command,
  args: [...args.slice(0, args.indexOf('--audit')), ...given],
});

const destroy = (client: RawStdio, more: object): Promise<RawMessage> =>
  client.ask('tools/call', {
    name: 'delete_note',
    arguments: { title: 'first' },
    ...more,
    _meta: { ...modernMeta, 'io.modelcontextprotocol/clientCapabilities': { elicitation: { form: {} } } },
  });

function stateOf(answer: RawMessage): unknown {
  expect(answer).toMatchObject({ result: { requestState: expect.any(String) } });
  return Object(answer.result).requestState;
}
