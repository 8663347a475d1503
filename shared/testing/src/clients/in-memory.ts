import type { ServerModule } from '@portolan/runtime';
import { serveInMemory } from '@portolan/runtime/in-memory';
import type { ClientOptions, TestClient } from './types.ts';
import { connectV2 } from './v2-client.ts';

/** How the server in this process is started, and what its client can do. */
export interface InMemoryOptions extends ClientOptions {
  /** The server's command line; without `--audit` nothing is recorded. */
  readonly argv?: readonly string[];
  /** `modern` where it is left out. */
  readonly era?: 'legacy' | 'modern';
}

/** Connects a client to a server in this process, on the same path as stdio: a test without a child process. */
export async function connectInMemory(
  server: ServerModule,
  { argv = [], era = 'modern', ...options }: InMemoryOptions = {},
): Promise<TestClient> {
  const served = await serveInMemory(server, ['--audit', 'off', '--rate-limit', 'off', ...argv]);
  const client = await connectV2(era, { transport: served.transport }, options);
  const close = async () => {
    await client.close();
    await served[Symbol.asyncDispose]();
  };
  return { ...client, close, [Symbol.asyncDispose]: close };
}
