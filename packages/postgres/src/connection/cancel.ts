import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** Where a server listens and which of its backends to stop. */
export interface Backend {
  readonly host: string;
  readonly port: number;
  readonly processId: number;
  readonly secretKey: number;
}

/** How long a request to cancel may take, milliseconds. */
const CANCEL_MS = 3_000;
const CANCEL_REQUEST = 80_877_102;

/** Asks a server, on a connection of its own, to stop what a backend runs. Through a pooler too. */
export async function requestCancel({ host, port, processId, secretKey }: Backend): Promise<void> {
  const message = Buffer.alloc(16);
  message.writeInt32BE(16, 0);
  message.writeInt32BE(CANCEL_REQUEST, 4);
  message.writeInt32BE(processId, 8);
  message.writeInt32BE(secretKey, 12);
  const socket = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
  // Of the whole request: one that sends a byte now and then is never idle.
  const giveUp = setTimeout(() => socket.destroy(), CANCEL_MS);
  try {
    await sent(socket, message);
  } finally {
    clearTimeout(giveUp);
  }
}

/** The server answers nothing and closes; closing first, or only half, unsettles poolers. */
async function sent(socket: Socket, message: Buffer): Promise<void> {
  socket.write(message);
  socket.resume();
  await once(socket, 'close');
}
