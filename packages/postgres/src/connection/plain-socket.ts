import { writeSync } from 'node:fs';
import { Socket } from 'node:net';

const BUFFER_BYTES = 64 * 1024;

/** A socket whose bytes come and go without what a stream does with each piece. */
export interface PlainSocket {
  readonly socket: Socket;
  /** Gives every piece to a reader from now on; what it keeps of one it copies, for the next is in its place. */
  readInto(read: (chunk: Buffer) => void): void;
  /** Sends bytes after those sent before. A failure is the socket's `error`. */
  write(bytes: Buffer): void;
}

/**
 * A socket that reads into one buffer: a stream has a new one of this size for each piece, and a turn of its
 * state. Until somebody reads so, its pieces are told as `data`, as `pg` and TLS want them. What it sends goes to
 * the kernel in one call, as the answers to our own clients do; what the kernel does not take goes through the
 * stream.
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
    write(bytes) {
      const fd = socket.writableLength === 0 ? descriptorOf(socket) : undefined;
      const written = fd === undefined ? 0 : writeWhatFits(fd, bytes);
      if (written < bytes.length) socket.write(bytes.subarray(written));
    },
  };
}

/**
 * The descriptor of a socket that is open now, asked for each time: a closed one has none, and its number may be
 * another's. Node describes no way to it; where this one ends, everything goes through the stream.
 */
function descriptorOf(socket: Socket): number | undefined {
  const handle: unknown = Reflect.get(socket, '_handle');
  if (typeof handle !== 'object' || handle === null) return undefined;
  const fd: unknown = Reflect.get(handle, 'fd');
  return typeof fd === 'number' && fd >= 0 ? fd : undefined;
}

/** The count of bytes that the kernel took; whatever stopped it, the stream will meet again and report. */
function writeWhatFits(fd: number, bytes: Buffer): number {
  try {
    return writeSync(fd, bytes);
  } catch {
    return 0;
  }
}
