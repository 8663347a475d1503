import type { ServerModule } from './definition/server.ts';

/** What somebody reads who starts a server by hand, where it would only wait. */
export function tellTerminal({ name, version }: Pick<ServerModule, 'name' | 'version'>): void {
  const command = `portolan-${name}`;
  process.stderr.write(
    `${command} ${version} speaks MCP on standard input and output; a client starts it by itself. Ctrl-C ends it.
To set up a client: ${command} install --client NAME. To serve over HTTP: ${command} --http. More: ${command} --help.
`,
  );
}
