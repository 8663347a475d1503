import { Socket } from 'node:net';

const BUFFER_BYTES = 64 * 1024;

/** A socket whose bytes can be had without what a stream does with each piece. */
export interface PlainSocket {
  readonly socket: Socket;
  /** Gives every piece to a reader from now on; what it keeps of one it copies, for the next is in its place. */
  readInto(read: (chunk: Buffer) => void): void;
}

/**
 * A socket that reads into one buffer: a stream has a new one of this size for each piece, and a turn of its
 * state. Until somebody reads so, its pieces are told as `data`, as `pg` and TLS want them.
 */
export function createPlainSocket(): PlainSocket {
  const buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);
  let read = (chunk: Buffer): void => {
    socket.emit('data', Buffer.from(chunk));
  };
  const callback = (length: number) => {
    read(buffer.subarray(0, length));
    return true;
  };
  const socket = new Socket({ onread: { buffer, callback } });
  return {
    socket,
    readInto(reader) {
      read = reader;
    },
  };
}
