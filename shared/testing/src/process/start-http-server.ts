import { type ServerCommand, withArgs } from './server-command.ts';
import { startProcess, type TestProcess } from './start-process.ts';

/** A server's process and where it listens; disposing kills it. */
export interface HttpServer extends AsyncDisposable {
  /** Where clients connect, `/mcp` included. */
  readonly url: string;
  readonly origin: string;
  readonly process: TestProcess;
}

/** Starts a server over Streamable HTTP on a free port, which its log names. */
export async function startHttpServer(server: ServerCommand): Promise<HttpServer> {
  const started = startProcess(withArgs(server, '--http', '--port', '0'));
  try {
    await started.until((_stdout, stderr) => servedUrl(stderr) !== undefined);
  } catch (error) {
    await started[Symbol.asyncDispose]();
    throw error;
  }
  const url = servedUrl(started.stderr()) ?? '';
  return {
    url,
    origin: new URL(url).origin,
    process: started,
    [Symbol.asyncDispose]: () => started[Symbol.asyncDispose](),
  };
}

const servedUrl = (stderr: string) => /"url":"(http:[^"]+\/mcp)"/.exec(stderr)?.[1];
