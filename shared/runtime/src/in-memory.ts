import { InMemoryTransport, type Transport } from '@modelcontextprotocol/server';
import { assemble } from './assembly/assemble.ts';
import type { ServerModule } from './definition/server.ts';
import { serveOverStdio } from './protocol/stdio.ts';
import { loadSettings } from './settings/load.ts';

/** A server in this process. */
export interface InMemoryServer extends AsyncDisposable {
  /** The client's end: give it to a client's `connect`. */
  readonly transport: Transport;
}

/**
 * Serves one client in the same process, on the same path as stdio. For tests and for hosts that embed a
 * server.
 *
 * @param argv the server's command line, without sub-commands
 * @throws SettingsError for a setting that cannot work
 */
export async function serveInMemory(
  server: ServerModule,
  argv: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<InMemoryServer> {
  const assembly = await assemble(server, await loadSettings(server, { argv, env }));
  await assembly.engine.parts.connected();
  const [near, far] = InMemoryTransport.createLinkedPair();
  const { drain } = serveOverStdio({ ...assembly, transport: far, onClose: () => {} });
  return {
    transport: near,
    async [Symbol.asyncDispose]() {
      await drain(assembly.settings.common.drainMs);
      await assembly.close();
    },
  };
}
