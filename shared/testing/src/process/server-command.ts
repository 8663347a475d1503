/** How to start a server: what a client's settings file would say. */
export interface ServerCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** The same command with more arguments after it. */
export const withArgs = (server: ServerCommand, ...args: readonly string[]): ServerCommand => ({
  ...server,
  args: [...server.args, ...args],
});

/** A command that runs a script with this Node, from source. */
export const nodeCommand = (script: string, ...args: readonly string[]): ServerCommand => ({
  command: process.execPath,
  args: ['--conditions=portolan-source', script, ...args],
});

/** What a started server inherits: enough to find programs, nothing that changes its settings. */
export function serverEnvironment(server: ServerCommand): Record<string, string> {
  const kept = ['PATH', 'HOME', 'TMPDIR', 'XDG_STATE_HOME'];
  const inherited = kept.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(inherited), ...server.env };
}
