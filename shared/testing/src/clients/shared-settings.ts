import type { Stream } from 'node:stream';
import { type ServerCommand, serverEnvironment } from '../process/server-command.ts';

/** What the clients of both SDKs call themselves. */
export const clientInfo = { name: 'portolan-testing', version: '1.0.0' };

/** Collects what a server writes to standard error. */
export function hearStderr(stream: Stream | null): () => string {
  let heard = '';
  stream?.on('data', (chunk: Buffer) => {
    heard += chunk.toString();
  });
  return () => heard;
}

/** A failed connect that says what the server said. */
export async function loud(connecting: Promise<void>, stderr: () => string): Promise<void> {
  try {
    await connecting;
  } catch (cause) {
    throw new Error(`The client could not connect: ${cause}\n${stderr()}`, { cause });
  }
}

/** What a client's transport over stdio starts. */
export const stdioParameters = (server: ServerCommand) => ({
  command: server.command,
  args: [...server.args],
  env: serverEnvironment(server),
  stderr: 'pipe' as const,
  ...(server.cwd !== undefined && { cwd: server.cwd }),
});
