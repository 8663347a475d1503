import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, renameSync } from 'node:fs';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleServer } from '../src/bundle.ts';
import { LineServer, notesFolder } from './support.ts';

const manifest = `${notesFolder}/dist/manifest.json`;
const clientInfo = { name: 'test', version: '1.0.0' };
const initialize = (version: string, id: string | number = 1) => ({
  jsonrpc: '2.0',
  id,
  method: 'initialize',
  params: { protocolVersion: version, capabilities: {}, clientInfo },
});
const withCapabilities = (capabilities: object) => ({
  ...initialize('2025-11-25'),
  params: { ...initialize('2025-11-25').params, capabilities },
});
const initialized = { jsonrpc: '2.0', method: 'notifications/initialized' };
const list = (id: number, params?: unknown) => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/list',
  ...(params ? { params } : {}),
});
const read = (id: number) => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/call',
  params: { name: 'read_note', arguments: { title: 'first' } },
});
const envelope = {
  _meta: {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': clientInfo,
    'io.modelcontextprotocol/clientCapabilities': {},
  },
};

/** The same messages to the server with its manifest and without it: what a client sees must be the same. */
async function withAndWithout(
  messages: readonly unknown[],
  ids: readonly (string | number)[],
  args: string[] = [],
) {
  const ask = async () => {
    const server = new LineServer(args);
    server.send(...messages);
    const answers = [];
    for (const id of ids) answers.push(await server.answer(id));
    await server.end();
    return { answers, lines: server.lines.length };
  };
  const fast = await ask();
  renameSync(manifest, `${manifest}.away`);
  try {
    return { fast, full: await ask() };
  } finally {
    renameSync(`${manifest}.away`, manifest);
  }
}

const chunksOf = (server: LineServer) =>
  [...server.errors.matchAll(/chunks\/([a-z-]+)-[A-Z0-9]+\.js/g)].map(([, name]) => name);

describe('first answers of a built server', () => {
  beforeAll(() => bundleServer(notesFolder), 60_000);
  afterAll(() => expect(existsSync(manifest)).toBe(true));

  it.each(['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05', '2024-10-07', '1999-01-01'])(
    'are what the library answers to a client of %s',
    async (version) => {
      const { fast, full } = await withAndWithout(
        [initialize(version), initialized, list(2), read(3)],
        [1, 2, 3],
      );
      expect(fast).toEqual(full);
    },
  );

  it('are what the library answers in the modern era', async () => {
    const discover = { jsonrpc: '2.0', id: 'd', method: 'server/discover', params: envelope };
    const call = { ...read(3), params: { ...read(3).params, ...envelope } };
    const { fast, full } = await withAndWithout([discover, list(2, envelope), call], ['d', 2, 3]);
    expect(fast).toEqual(full);
  });

  it.each([
    ['ping', [initialize('2025-11-25'), initialized, { jsonrpc: '2.0', id: 2, method: 'ping' }, read(3)]],
    ['a cursor', [initialize('2025-11-25'), initialized, list(2, { cursor: 'x' }), read(3)]],
    ['a second initialize', [initialize('2025-11-25'), initialize('2025-06-18', 2), read(3)]],
    ['no handshake', [list(1), list(2), read(3)]],
    ['capabilities of a wrong form', [withCapabilities({ elicitation: 'yes' }), list(2), read(3)]],
    ['an unknown method', [initialize('2025-11-25'), { jsonrpc: '2.0', id: 2, method: 'no/such' }, read(3)]],
    [
      'a broken envelope',
      [
        { ...list(1), params: { _meta: { 'io.modelcontextprotocol/protocolVersion': 7 } } },
        initialize('2025-11-25', 2),
        read(3),
      ],
    ],
  ])('are the same with %s', async (_name, messages) => {
    const { fast, full } = await withAndWithout(messages, [1, 2, 3]);
    expect(fast).toEqual(full);
  });

  it.each([['--read-only'], ['--tools=read_*'], ['--exclude-tools=big_note'], ['--toolsets=notes']])(
    'follow %s',
    async (flag) => {
      const { fast, full } = await withAndWithout(
        [initialize('2025-11-25'), initialized, list(2)],
        [1, 2],
        [flag],
      );
      expect(fast).toEqual(full);
    },
  );

  it.each([
    ['before the first message', []],
    ['after the handshake', [initialize('2025-11-25'), initialized]],
    ['while a call loads the server', [initialize('2025-11-25'), initialized, read(2)]],
  ])('end quietly when their reader is gone %s', async (_when, before) => {
    const server = new LineServer();
    server.send(...before.slice(0, 2));
    if (before.length > 0) await server.answer(1);
    server.send(...before.slice(2));
    server.process.stdout.destroy();
    server.send(initialize('2025-11-25', 7), ...Array.from({ length: 20 }, (_, index) => read(8 + index)));
    expect(await server.exit).toBe(0);
    expect(server.errors).not.toMatch(/Unhandled|EPIPE[^"]*\n\s+at /);
  });

  it('survive messages cut anywhere', async () => {
    const server = new LineServer();
    const bytes = Buffer.from(
      [initialize('2025-11-25'), initialized, list(2), read(3)].map((m) => `${JSON.stringify(m)}\n`).join(''),
    );
    for (let at = 0; at < bytes.length; at += 7) {
      server.process.stdin.write(bytes.subarray(at, at + 7));
      if (at % 70 === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    }
    expect(await server.answer(3)).toMatchObject({ result: { structuredContent: { body: 'hello' } } });
    expect(server.lines).toHaveLength(3);
    expect(await server.end()).toBe(0);
  });

  it('leave a server that answers any number of calls, and drains', async () => {
    const server = new LineServer(['--rate-limit', 'off']);
    server.send(initialize('2025-11-25'), initialized);
    const calls = Array.from({ length: 60 }, (_, index) => read(index + 10));
    server.send(...calls);
    for (const { id } of calls) await server.answer(id);
    server.send({ ...read(5), params: { name: 'slow_note', arguments: { waitMs: 700 } } });
    await new Promise((resolve) => setTimeout(resolve, 300));
    server.process.kill('SIGTERM');
    expect(await server.answer(5)).toMatchObject({ result: { structuredContent: { waitedMs: 700 } } });
    expect(await server.exit).toBe(0);
  });

  it('a broken line does not end the server', async () => {
    const server = new LineServer();
    server.process.stdin.write('{ this is not JSON\n');
    server.send(initialize('2025-11-25'), initialized, read(3));
    expect(await server.answer(3)).toMatchObject({ result: { structuredContent: { body: 'hello' } } });
    await server.end();
  });

  it('load no protocol library', async () => {
    const server = new LineServer([], { NODE_DEBUG: 'esm' });
    server.send(initialize('2025-11-25'), initialized, list(2));
    await server.answer(2);
    await server.end();
    const loaded = [...server.errors.matchAll(/[a-z-]+(?:-[A-Z0-9]+)?\.js/g)].map(([name]) => name);
    expect(new Set(loaded)).toEqual(new Set(['bin.js']));
  });

  it('leave the protocol library to a message that needs it', async () => {
    const server = new LineServer([], { NODE_DEBUG: 'esm' });
    const told = { progressToken: 4, 'claudecode/toolUseId': 'toolu_1' };
    const asHostsSend = { name: 'slow_note', arguments: { waitMs: 1 }, _meta: told };
    server.send(initialize('2025-11-25'), initialized, read(2), list(3), { ...read(4), params: asHostsSend });
    await server.answer(2);
    await server.answer(3);
    await server.answer(4);
    expect(server.lines.join()).toContain('notifications/progress');
    for (const method of ['prompts/list', 'resources/list', 'resources/templates/list']) {
      server.send({ ...list(6), id: method, method });
      expect(await server.answer(method)).toMatchObject({ result: {} });
    }
    expect(server.errors).toContain('run.js');
    expect(chunksOf(server)).not.toContain('library');
    server.send({ jsonrpc: '2.0', id: 5, method: 'no/such' });
    expect(await server.answer(5)).toMatchObject({ error: { code: -32_601 } });
    expect(chunksOf(server)).toContain('library');
    await server.end();
  });

  it('are followed by an error where the files of the server are gone', async () => {
    const server = new LineServer();
    server.send(initialize('2025-11-25'), initialized, read(2));
    await server.answer(2);
    const chunks = `${notesFolder}/dist/chunks`;
    renameSync(chunks, `${chunks}.away`);
    try {
      server.send({ jsonrpc: '2.0', id: 3, method: 'no/such' });
      const message = 'A part of the server could not be loaded. Start the server again.';
      expect(await server.answer(3)).toMatchObject({ error: { code: -32_603, message } });
    } finally {
      renameSync(`${chunks}.away`, chunks);
    }
    server.send(read(4));
    expect(await server.answer(4)).toMatchObject({ result: { structuredContent: { body: 'hello' } } });
    await server.end();
  });

  it('end with the connection', async () => {
    expect(await new LineServer().end()).toBe(0);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('end with %s', async (signal) => {
    const server = new LineServer();
    server.send(initialize('2025-11-25'));
    await server.answer(1);
    server.process.kill(signal);
    expect(await server.exit).toBe(0);
  });

  it('are not waited for on a terminal without a word', async () => {
    // `script` gives the server a terminal; all three streams are that terminal.
    const terminal = spawn('script', [
      '-qec',
      `${process.execPath} ${notesFolder}/dist/bin.js --audit off`,
      '/dev/null',
    ]);
    let shown = '';
    terminal.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      shown += chunk;
    });
    const lines = () => shown.split('\r\n').filter((line) => line !== '');
    await expect.poll(() => lines().length).toBe(2);
    expect(lines()[0]).toMatch(/^portolan-notes \S+ speaks MCP on standard input/);
    expect(lines()[1]).toMatch(/install --client NAME.* --http.* --help\.$/);
    terminal.stdin.write(`${JSON.stringify(initialize('2025-11-25'))}\n`);
    await expect.poll(() => shown).toContain('"protocolVersion":"2025-11-25","capabilities":{"logging"');
    terminal.stdin.write('\x04');
    expect(await new Promise((resolve) => terminal.on('close', resolve))).toBe(0);
  });

  it('come without a word where nobody looks', async () => {
    const server = new LineServer();
    server.send(initialize('2025-11-25'), read(2));
    await server.answer(2);
    expect(await server.end()).toBe(0);
    expect(server.errors).not.toContain('speaks MCP');
  });

  it.each([
    [['--rate-limit', 'many'], '--rate-limit: "many" is not a limit'],
    [['--auth-roles-claim', 'groups'], '--auth-roles-claim groups needs --http'],
    [['--port', '80'], '--port 80 needs --http'],
    [['--tool-rate-limit', 'raed_note=1/min'], 'no tool is named "raed_note"'],
    [['--redis', 'http://localhost'], '--redis: the Redis URL must be redis://'],
    [['--audit', 'foo://here'], 'The audit destination "foo://" is not known'],
    [['--audit-key', '/dev/null'], '--audit-key /dev/null: the file must hold an Ed25519 private key'],
    [['--toolsets', 'surely_unknown'], '--toolsets: "surely_unknown" is not a toolset'],
    [['--tools', '{read'], '--tools: "{read": "{" is not a wildcard here'],
    [['--exclude-tools', '[x'], '--exclude-tools: "[x": "[" is not a wildcard here'],
  ])('are not given when %j breaks a rule that is code', async (words, message) => {
    const server = new LineServer(words);
    expect(await server.end()).toBe(2);
    expect(server.lines).toEqual([]);
    expect(server.errors).toContain(message);
  });

  it('are not given where telemetry is exported, which shows every request', async () => {
    const exported: string[] = [];
    const collector = createServer(async (request, response) => {
      exported.push(await text(request));
      response.end('{}');
    });
    await once(collector.listen(0, '127.0.0.1'), 'listening');
    const address = collector.address();
    const endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' };
    const server = new LineServer([], env);
    server.send(initialize('2025-11-25'), initialized, list(2));
    await server.answer(2);
    await server.end();
    collector.close();
    for (const method of ['initialize', 'tools/list'])
      expect(exported.join()).toContain(`"name":"${method}"`);
  });

  it('are not given when the settings are wrong', async () => {
    const server = new LineServer(['--prot', '80']);
    server.send(initialize('2025-11-25'));
    expect(await server.exit).toBe(2);
    expect(server.lines).toEqual([]);
    expect(server.errors).toContain('Unknown flag --prot. Did you mean --port?');
  });
});
