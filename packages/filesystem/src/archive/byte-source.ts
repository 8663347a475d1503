import { readSync } from 'node:fs';
import { fail } from '@portolan/runtime';
import { failFromOs } from '../access/os-error.ts';
import type { OpenFile } from '../access/types.ts';
import { MAX_UNPACKED_BYTES } from './archive-entry.ts';

const chunkBytes = 64 * 1024;
/** Legitimate files reach a few dozen; the most gzip can do is 1,032. */
const maxRatio = 200;
/** A small archive may unpack to this much whatever its ratio. */
const harmlessBytes = 16 * 1024 * 1024;

/** Bytes one after the other. */
export interface ByteSource {
  /** The next bytes; fewer only at the end. */
  take(bytes: number): Promise<Buffer>;
  /** Passes over the next bytes. */
  skip(bytes: number): Promise<void>;
}

/** Reads a part of a file synchronously: an open descriptor is never used after it was closed. */
export function readAt(file: OpenFile, position: number, bytes: number): Buffer {
  const buffer = Buffer.allocUnsafe(bytes);
  try {
    return buffer.subarray(0, readSync(file.fd, buffer, 0, bytes, position));
  } catch (error) {
    return failFromOs(error, file.place.shown);
  }
}

/** The bytes of a file from `start` up to `end`, or to its end where that comes first. */
export function* readChunks(file: OpenFile, start: number, end: number): Generator<Buffer, void> {
  for (let at = start; at < end; ) {
    const chunk = readAt(file, at, Math.min(chunkBytes, end - at));
    if (chunk.length === 0) return;
    at += chunk.length;
    yield chunk;
  }
}

/** A file as it is: skipping costs nothing. */
export function fileSource(file: OpenFile, signal: AbortSignal | undefined): ByteSource {
  let position = 0;
  return {
    async take(bytes) {
      signal?.throwIfAborted();
      const part = readAt(file, position, Math.min(bytes, Math.max(0, file.stat.size - position)));
      position += part.length;
      return part;
    },
    async skip(bytes) {
      position += bytes;
    },
  };
}

/**
 * A file unpacked by gzip, within bounds.
 *
 * @throws ToolError `too_large` for a bomb, `unsupported` for damaged data
 */
export function unpackedSource(
  file: OpenFile,
  signal: AbortSignal | undefined,
): ByteSource & AsyncDisposable {
  const chunks = unpack(file, signal);
  let rest: Buffer = Buffer.alloc(0);
  const more = async (): Promise<boolean> => {
    const next = await chunks.next();
    if (next.done !== true) rest = rest.length === 0 ? next.value : Buffer.concat([rest, next.value]);
    return next.done !== true;
  };
  return {
    async take(bytes) {
      while (rest.length < bytes && (await more()));
      const part = rest.subarray(0, bytes);
      rest = rest.subarray(part.length);
      return part;
    },
    async skip(bytes) {
      let left = bytes;
      for (;;) {
        const passed = Math.min(left, rest.length);
        rest = rest.subarray(passed);
        left -= passed;
        if (left === 0 || !(await more())) return;
      }
    },
    async [Symbol.asyncDispose]() {
      await chunks.return();
    },
  };
}

async function* unpack(file: OpenFile, signal: AbortSignal | undefined): AsyncGenerator<Buffer, void> {
  const [{ createGunzip }, { Readable }] = await Promise.all([import('node:zlib'), import('node:stream')]);
  const gunzip = createGunzip({ chunkSize: chunkBytes });
  const source = Readable.from(readChunks(file, 0, file.stat.size), { highWaterMark: 1 });
  source.on('error', (error) => gunzip.destroy(error)).pipe(gunzip);
  let unpacked = 0;
  try {
    for await (const chunk of gunzip) {
      signal?.throwIfAborted();
      if (!Buffer.isBuffer(chunk)) continue;
      unpacked += chunk.length;
      refuseBomb(file, unpacked, gunzip.bytesWritten);
      yield chunk;
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) {
      fail('unsupported', `${file.place.shown} is damaged: it cannot be unpacked.`, { cause: error });
    }
    throw error;
  } finally {
    source.destroy();
    gunzip.destroy();
  }
}

function refuseBomb(file: OpenFile, unpacked: number, packed: number): void {
  if (unpacked > MAX_UNPACKED_BYTES) {
    fail(
      'too_large',
      `${file.place.shown} unpacks to more than ${MAX_UNPACKED_BYTES} bytes before the end is reached.`,
    );
  }
  if (unpacked > harmlessBytes && unpacked > packed * maxRatio) {
    fail(
      'too_large',
      `${file.place.shown} unpacks to more than ${maxRatio} times its size: it may be a bomb.`,
    );
  }
}
