import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
    ['after a flag with its value', ['--host=::1', '.'], ['--host=::1', '/here']],
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
      '--api-keys',
      'keys.yaml',
      'data/..',
    ]);
    const args = [
      '-y',
      '@portolan/folders',
      `--policy=${folder}/rules.yaml`,
      '--api-keys',
      `${folder}/keys.yaml`,
    ];
    expect(JSON.parse(readFileSync(join(folder, path), 'utf8'))).toEqual({
      [key]: { folders: { ...extra, command: 'npx', args: [...args, folder] } },
    });
  });

  it('says which settings the client must get from its own environment', async () => {
    vi.stubEnv('PORTOLAN_NOTES_READ_ONLY', 'true');
    vi.stubEnv('PORTOLAN_REDIS', 'redis://:hunter2@127.0.0.1');
    vi.stubEnv('PORTOLAN_TIMEOUT_MS', '1000');
    await install(notes, ['--client', 'claude-code', '--timeout-ms', '2000']);
    const said = output.join('');
    expect(said).toContain('Not written, because it is set in the environment here:');
    expect(said).toMatch(/PORTOLAN_NOTES_READ_ONLY, PORTOLAN_REDIS\./);
    expect(said + readFileSync(file(), 'utf8')).not.toContain('hunter2');
  });

  it('shows what it would write with --dry-run', async () => {
    await install(notes, ['--client', 'vscode', '--dry-run']);
    expect(output.join('')).toContain('"servers"');
    expect(() => readFileSync(join(folder, '.vscode', 'mcp.json'))).toThrow();
  });
});
