import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { Server, Socket } from 'node:net';

/** A server of the loopback interface. */
export interface LocalServer extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`, without a slash at its end. */
  readonly url: string;
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  readonly port: number;
  /** Ends it with every connection there is, also those in the middle of an answer. */
  close(): Promise<void>;
}

/**
 * Lets a server listen on a port that is free, for a test that wants its own upstream, proxy or stranger.
 *
 * @param answering what answers every request over HTTP, or a server of any kind that does not listen yet
 * @param port another than a free one, to come back where one was before
 */
export async function startLocalServer(answering: RequestListener | Server, port = 0): Promise<LocalServer> {
  const server = typeof answering === 'function' ? createServer(answering) : answering;
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No TCP port was given.');
  const host = `127.0.0.1:${address.port}`;
  const close = async () => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    for (const socket of open) socket.destroy();
    await closed;
  };
  return { url: `http://${host}`, host, port: address.port, close, [Symbol.asyncDispose]: close };
}
