import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'jsonc-parser';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import notes from '../../test/support/notes-server.ts';
import { defineServer } from '../definition/define-server.ts';
import { install } from './install.ts';

const folders = defineServer({
  name: 'folders',
  title: 'Folders',
  version: '1.0.0',
  description: 'Takes folders.',
  toolsets: {},
  config: z.object({
    folders: z.array(z.string()).default(['.']).meta({
      description: 'Folders',
      positional: true,
      check: 'directory',
    }),
  }),
  connect: () => ({}),
  tools: [],
});

const base = defineServer({
  name: 'base',
  title: 'Base',
  version: '1.0.0',
  description: 'Takes a database.',
  toolsets: {},
  config: z.object({
    url: z
      .string()
      .optional()
      .meta({ description: 'The database', positional: true, secret: true, env: 'BASE_URL' }),
  }),
  connect: () => ({}),
  tools: [],
});

describe('install', () => {
  let folder = '';
  const output: string[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'install-'));
    vi.spyOn(process, 'cwd').mockReturnValue(folder);
    vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => output.push(String(chunk)) > 0);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    output.length = 0;
    rmSync(folder, { recursive: true });
  });

  const file = () => join(folder, '.mcp.json');

  it('makes the file of a client that has none', async () => {
    expect(await install(notes, ['--client', 'claude-code', '--read-only'])).toBe(0);
    expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual({
      mcpServers: {
        notes: { type: 'stdio', command: 'npx', args: ['-y', '@portolan/notes', '--read-only'] },
      },
    });
  });

  it('keeps other servers, other keys and comments', async () => {
    writeFileSync(
      file(),
      '{\n  // mine\n  "theme": "dark",\n  "mcpServers": { "other": { "command": "x" } },\n}\n',
    );
    await install(notes, ['--client=claude-code']);
    const text = readFileSync(file(), 'utf8');
    expect(text).toContain('// mine');
    expect(text).toMatch(/"other": \{\s*"command": "x"/);
    expect(text).toContain('"@portolan/notes"');
  });

  it('changes nothing when the file is broken, and says where', async () => {
    writeFileSync(file(), '{ "mcpServers": ');
    await expect(install(notes, ['--client', 'claude-code'])).rejects.toThrow(
      /not valid JSON .* nothing was changed/,
    );
    expect(readFileSync(file(), 'utf8')).toBe('{ "mcpServers": ');
  });

  it('names the clients it knows, and the nearest', async () => {
    await expect(install(notes, ['--client', 'claude-cod'])).rejects.toThrow(/Did you mean claude-code\?/);
    await expect(install(notes, [])).rejects.toThrow(
      /--client is missing, but must be one of claude-desktop/,
    );
  });

  it('refuses settings with which the server would not start', async () => {
    await expect(install(notes, ['--client', 'claude-code', '--prot', '1'])).rejects.toThrow(
      /Unknown flag --prot/,
    );
  });

  it.each([
    ['after a switch', ['--read-only', '.'], ['--read-only', '/here']],
    ['after a flag with its value', ['--tools=a', '.'], ['--tools=a', '/here']],
    ['and a file after its flag', ['--policy', 'a.yaml', '.'], ['--policy', '/here/a.yaml', '/here']],
    ['and a file in one word with its flag', ['--config=./b.json', '.'], ['--config=/here/b.json', '/here']],
    ['but not a value that is no file', ['--tools', 'a.yaml', '.'], ['--tools', 'a.yaml', '/here']],
    ['and an audit log', ['--audit', 'log.jsonl', '.'], ['--audit', '/here/log.jsonl', '/here']],
    ['but no audit elsewhere', ['--audit', 'stderr', '.'], ['--audit', 'stderr', '/here']],
    ['and no URL', ['--audit', 'postgres://a@b/c', '.'], ['--audit', 'postgres://a@b/c', '/here']],
    ['and the current one where it is the default', ['--read-only'], ['--read-only', '/here']],
    ['after two dashes', ['--', '.'], ['--', '/here']],
  ])('writes a folder whole, %s', async (_where, words, written) => {
    writeFileSync(join(folder, 'b.json'), '{}');
    await install(folders, ['--client', 'claude-code', ...words]);
    const { args } = JSON.parse(readFileSync(file(), 'utf8')).mcpServers.folders;
    const expected = written.map((word) => word.replace('/here', folder));
    expect(args).toEqual(['-y', '@portolan/folders', ...expected]);
  });

  it.each([
    ['claude-desktop', 'mcpServers', '.config/Claude/claude_desktop_config.json', {}],
    ['claude-code', 'mcpServers', '.mcp.json', { type: 'stdio' }],
    ['cursor', 'mcpServers', '.cursor/mcp.json', {}],
    ['vscode', 'servers', '.vscode/mcp.json', { type: 'stdio' }],
  ])('writes for %s what it can start in any folder', async (client, key, path, extra) => {
    vi.stubEnv('HOME', folder);
    vi.stubEnv('XDG_CONFIG_HOME', '');
    vi.spyOn(process, 'platform', 'get').mockReturnValue('linux');
    await install(folders, [
      '--client',
      client,
      '--policy=~/rules.yaml',
      '--audit-key',
      'key.pem',
      'data/..',
    ]);
    const args = [
      '-y',
      '@portolan/folders',
      `--policy=${folder}/rules.yaml`,
      '--audit-key',
      `${folder}/key.pem`,
    ];
    expect(JSON.parse(readFileSync(join(folder, path), 'utf8'))).toEqual({
      [key]: { folders: { ...extra, command: 'npx', args: [...args, folder] } },
    });
  });

  it.each([
    [
      'claude-code',
      '.mcp.json',
      [`\${PORTOLAN_BASE_URL}`, `\${PORTOLAN_REDIS}`],
      /Claude Code .* takes PORTOLAN_BASE_URL, PORTOLAN_REDIS from/,
    ],
    [
      'cursor',
      '.cursor/mcp.json',
      [`\${env:PORTOLAN_BASE_URL}`, `\${env:PORTOLAN_REDIS}`],
      /Cursor takes PORTOLAN_BASE_URL, PORTOLAN_REDIS from/,
    ],
    [
      'vscode',
      '.vscode/mcp.json',
      [`\${input:portolan-base-url}`, `\${input:portolan-redis}`],
      /VS Code .* asks for PORTOLAN_BASE_URL, PORTOLAN_REDIS at/,
    ],
  ])('refers %s to secrets, and writes none', async (client, path, [url, redis], said) => {
    vi.stubEnv('HOME', folder);
    vi.stubEnv('PORTOLAN_REDIS', 'redis://:hunter2@127.0.0.1');
    await install(base, ['--client', client, '--drain-ms', '1', 'db://ada:hunter3@127.0.0.1/shop', '--yes']);
    const text = readFileSync(join(folder, path), 'utf8');
    const { base: entry } = Object.values<Record<string, unknown>>(JSON.parse(text)).at(-1) ?? {};
    expect(entry).toMatchObject({
      args: ['-y', '@portolan/base', '--drain-ms', '1', '--yes'],
      env: { PORTOLAN_BASE_URL: url, PORTOLAN_REDIS: redis },
    });
    expect(output.join('')).toMatch(said);
    expect(output.join('') + text).not.toMatch(/hunter|Not written/);
  });

  it('has VS Code ask for each secret once, and keeps its other inputs', async () => {
    const file = join(folder, '.vscode', 'mcp.json');
    mkdirSync(dirname(file));
    const other = '{ "id": "other", "type": "promptString" }';
    writeFileSync(file, `{ "inputs": [ // mine\n ${other}, { "id": "portolan-base-url" } ] }`);
    for (const words of [['--url=db://:hunter2@h'], ['db://:hunter2@h', '--redis', 'redis://:hunter2@h']]) {
      await install(base, ['--client', 'vscode', ...words]);
    }
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('// mine');
    const { inputs } = parse(text);
    expect(inputs).toEqual([
      { id: 'other', type: 'promptString' },
      { type: 'promptString', id: 'portolan-base-url', description: 'The database', password: true },
      expect.objectContaining({ id: 'portolan-base-redis', password: true }),
    ]);
    expect(text).not.toContain('hunter2');
  });

  it.each([
    ['a URL without a password', ['db://ada@127.0.0.1/shop?sslmode=require']],
    ['a URL without a password, behind its flag', ['--url', 'db://127.0.0.1/shop']],
  ])('writes %s as it is', async (_what, words) => {
    await install(base, ['--client', 'claude-code', ...words]);
    const { base: entry } = JSON.parse(readFileSync(file(), 'utf8')).mcpServers;
    expect(entry).toEqual({ type: 'stdio', command: 'npx', args: ['-y', '@portolan/base', ...words] });
  });

  it.each([
    ['db://ada:hunter2@127.0.0.1/shop'],
    ['db://127.0.0.1/shop?user=ada&password=hunter2'],
    ['host=127.0.0.1 password=hunter2'],
  ])('writes %s for Claude Desktop, which knows plain text only, where that is wanted', async (url) => {
    vi.stubEnv('HOME', folder);
    vi.stubEnv('XDG_CONFIG_HOME', '');
    vi.spyOn(process, 'platform', 'get').mockReturnValue('linux');
    const desktop = join(folder, '.config', 'Claude', 'claude_desktop_config.json');
    const words = ['--client', 'claude-desktop', '--yes', url];
    await expect(install(base, words)).rejects.toThrow(
      /^--url is a secret, and Claude Desktop keeps secrets only as plain text, in .*add --write-secrets; nothing was changed\.$/,
    );
    expect(existsSync(desktop)).toBe(false);
    await install(base, [...words, '--write-secrets']);
    expect(JSON.parse(readFileSync(desktop, 'utf8')).mcpServers.base).toEqual({
      command: 'npx',
      args: ['-y', '@portolan/base', '--yes'],
      env: { PORTOLAN_BASE_URL: url },
    });
    expect(output.join('')).toContain('The file holds PORTOLAN_BASE_URL as plain text');
    expect(statSync(desktop).mode & 0o777).toBe(0o600);
  });

  it('says which settings the client must get from its own environment', async () => {
    vi.stubEnv('PORTOLAN_NOTES_READ_ONLY', 'true');
    vi.stubEnv('PORTOLAN_REDIS', 'redis://:hunter2@127.0.0.1');
    vi.stubEnv('PORTOLAN_TIMEOUT_MS', '1000');
    vi.stubEnv('HOME', folder);
    vi.stubEnv('XDG_CONFIG_HOME', folder);
    vi.spyOn(process, 'platform', 'get').mockReturnValue('linux');
    await install(notes, ['--client', 'claude-desktop', '--timeout-ms', '2000']);
    const said = output.join('');
    expect(said).toContain('Not written, because it is set in the environment here:');
    expect(said).toMatch(/PORTOLAN_NOTES_READ_ONLY, PORTOLAN_REDIS\./);
    const written = readFileSync(join(folder, 'Claude', 'claude_desktop_config.json'), 'utf8');
    expect(said + written).not.toContain('hunter2');
  });

  it('says what is missing where nothing tells the server what to work with', async () => {
    // Vite sets it in every test.
    vi.stubEnv('BASE_URL', '');
    const missing = 'Nothing tells base yet what to work with. Set BASE_URL and install it again';
    await install(base, ['--client', 'claude-code', '--read-only']);
    expect(output.join('')).toContain(missing);
    output.length = 0;
    await install(notes, ['--client', 'claude-code']);
    await install(base, ['--client', 'claude-code', 'postgresql://reader@localhost/shop']);
    vi.stubEnv('BASE_URL', 'postgresql://reader@localhost/shop');
    await install(base, ['--client', 'claude-code']);
    vi.stubEnv('BASE_URL', '');
    writeFileSync(join(folder, 'base.yaml'), '{}');
    await install(base, ['--client', 'claude-code', '--config', join(folder, 'base.yaml')]);
    expect(output.join('')).not.toContain('Nothing tells');
  });

  it('shows what it would write with --dry-run', async () => {
    await install(notes, ['--client', 'vscode', '--dry-run']);
    expect(output.join('')).toContain('"servers"');
    expect(() => readFileSync(join(folder, '.vscode', 'mcp.json'))).toThrow();
  });

  describe('of a server that runs somewhere', () => {
    const at = ['--server-url', 'https://tools.example.org/mcp'];
    const headers = ['--header', 'Authorization=TOOLS_KEY', '--header', 'X-Notes-Token=NOTES_TOKEN'];

    it.each([
      ['claude-code', '.mcp.json', { type: 'http' }, (name: string) => `\${${name}}`],
      ['cursor', '.cursor/mcp.json', {}, (name: string) => `\${env:${name}}`],
    ])(
      'writes its address and references to what its headers hold for %s',
      async (client, name, entry, of) => {
        vi.stubEnv('HOME', folder);
        vi.stubEnv('TOOLS_KEY', 'the-key-itself');
        await install(notes, ['--client', client, ...at, ...headers]);
        const text = readFileSync(join(folder, name), 'utf8');
        expect(JSON.parse(text)).toEqual({
          mcpServers: {
            notes: {
              ...entry,
              url: 'https://tools.example.org/mcp',
              headers: { Authorization: `Bearer ${of('TOOLS_KEY')}`, 'X-Notes-Token': of('NOTES_TOKEN') },
            },
          },
        });
        expect(text + output.join('')).not.toContain('the-key-itself');
        expect(output.join('')).toContain('takes TOOLS_KEY, NOTES_TOKEN from the environment');
      },
    );

    it('has VS Code ask for what its headers hold', async () => {
      const of = (id: string) => `\${input:${id}}`;
      await install(notes, ['--client', 'vscode', ...at, ...headers]);
      expect(JSON.parse(readFileSync(join(folder, '.vscode', 'mcp.json'), 'utf8'))).toEqual({
        inputs: [
          {
            type: 'promptString',
            id: 'tools-key',
            description: 'The value of the header Authorization',
            password: true,
          },
          {
            type: 'promptString',
            id: 'notes-token',
            description: 'The value of the header X-Notes-Token',
            password: true,
          },
        ],
        servers: {
          notes: {
            type: 'http',
            url: 'https://tools.example.org/mcp',
            headers: { Authorization: `Bearer ${of('tools-key')}`, 'X-Notes-Token': of('notes-token') },
          },
        },
      });
    });

    it('writes no headers where there are none, and nothing in a dry run', async () => {
      await install(notes, ['--client', 'claude-code', ...at, '--dry-run']);
      expect(existsSync(file())).toBe(false);
      await install(notes, ['--client', 'claude-code', '--server-url=http://127.0.0.1:3000/mcp']);
      expect(JSON.parse(readFileSync(file(), 'utf8')).mcpServers.notes).toEqual({
        type: 'http',
        url: 'http://127.0.0.1:3000/mcp',
      });
    });

    it.each([
      [['--client', 'claude-desktop', ...at], /takes only servers that it starts.*connector/],
      [['--client', 'cursor', '--server-url', 'ftp://x'], /--server-url must be an address/],
      [['--client', 'cursor', '--server-url', 'http://tools.example.org/mcp'], /must begin with https/],
      [
        ['--client', 'cursor', '--server-url', 'https://a:b@tools.example.org/mcp'],
        /no user and no password/,
      ],
      [['--client', 'cursor', ...at, '--header', 'X-Token=xoxb-1-secret'], /--header must be NAME=VARIABLE/],
      [['--client', 'cursor', ...at, '--header', 'X-Token'], /--header must be NAME=VARIABLE/],
      [['--client', 'cursor', ...at, '--header', 'X A=B\r\nC'], /--header must be NAME=VARIABLE/],
      [['--client', 'cursor', ...at, '--read-only'], /has its settings already/],
      [['--client', 'cursor', ...at, '--write-secrets'], /nothing of theirs is written/],
    ])('refuses %j', async (words, message) => {
      vi.stubEnv('HOME', folder);
      const refused = await install(notes, words).catch((error: unknown) => String(error));
      expect(refused).toMatch(message);
      expect(refused).not.toContain('xoxb');
      expect(existsSync(join(folder, '.cursor'))).toBe(false);
    });
  });
});
