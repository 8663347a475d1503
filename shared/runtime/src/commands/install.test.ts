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
    folders: z.array(z.string()).default([]).meta({
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
    ['but not the value of a flag', ['--policy', 'a.yaml', '.'], ['--policy', 'a.yaml', '/here']],
    ['after two dashes', ['--', '.'], ['--', '/here']],
  ])('writes a folder whole, %s', async (_where, words, written) => {
    await install(folders, ['--client', 'claude-code', ...words]);
    const { args } = JSON.parse(readFileSync(file(), 'utf8')).mcpServers.folders;
    const expected = written.map((word) => (word === '/here' ? folder : word));
    expect(args).toEqual(['-y', '@portolan/folders', ...expected]);
  });

  it('shows what it would write with --dry-run', async () => {
    await install(notes, ['--client', 'vscode', '--dry-run']);
    expect(output.join('')).toContain('"servers"');
    expect(() => readFileSync(join(folder, '.vscode', 'mcp.json'))).toThrow();
  });
});
