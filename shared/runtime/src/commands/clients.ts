import { homedir } from 'node:os';
import { join } from 'node:path';
import { inputId } from './client-entry.ts';

/** How one client keeps its servers. */
export interface McpClient {
  readonly title: string;
  /** Where its configuration is; project files are relative to the current folder. */
  readonly file: () => string;
  /** The key that holds the servers by name. */
  readonly key: 'mcpServers' | 'servers';
  /** What stands in an entry beside command and arguments. */
  readonly extra?: Readonly<Record<string, string>>;
  /** What stands in the entry of a server that is asked over HTTP; missing where the file takes none. */
  readonly remote?: Readonly<Record<string, string>>;
  /** What stands in an entry for the value of an environment variable; missing where the client knows no such thing. */
  readonly reference?: (variable: string) => string;
  /** Whether the client asks for what is referred to, and keeps it where the system keeps secrets. */
  readonly asks?: true;
  /** What makes the client read the file again. */
  readonly nextStep: string;
}

/** The clients `install` knows. Sources: each client's own documentation of its configuration file. */
export const clients: Readonly<Record<string, McpClient>> = {
  'claude-desktop': {
    title: 'Claude Desktop',
    file: claudeDesktopFile,
    key: 'mcpServers',
    nextStep: 'Restart Claude Desktop.',
  },
  'claude-code': {
    title: 'Claude Code (this project)',
    file: () => join(process.cwd(), '.mcp.json'),
    key: 'mcpServers',
    extra: { type: 'stdio' },
    remote: { type: 'http' },
    reference: (variable) => `\${${variable}}`,
    nextStep: 'Start Claude Code in this folder and approve the server.',
  },
  cursor: {
    title: 'Cursor',
    file: () => join(homedir(), '.cursor', 'mcp.json'),
    key: 'mcpServers',
    remote: {},
    reference: (variable) => `\${env:${variable}}`,
    nextStep: 'Cursor asks to enable the server.',
  },
  vscode: {
    title: 'VS Code (this workspace)',
    file: () => join(process.cwd(), '.vscode', 'mcp.json'),
    key: 'servers',
    extra: { type: 'stdio' },
    remote: { type: 'http' },
    reference: (variable) => `\${input:${inputId(variable)}}`,
    asks: true,
    nextStep: 'Run "MCP: List Servers" in VS Code and start it.',
  },
};

function claudeDesktopFile(): string {
  const name = 'claude_desktop_config.json';
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Claude', name);
  if (process.platform === 'win32')
    return join(process.env.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'Claude', name);
  return join(process.env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'Claude', name);
}
