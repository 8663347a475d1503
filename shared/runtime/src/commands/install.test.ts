import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import notes from '../../test/support/notes-server.ts';
import { install } from './install.ts';

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

  it('shows what it would write with --dry-run', async () => {
    await install(notes, ['--client', 'vscode', '--dry-run']);
    expect(output.join('')).toContain('"servers"');
    expect(() => readFileSync(join(folder, '.vscode', 'mcp.json'))).toThrow();
  });
});
