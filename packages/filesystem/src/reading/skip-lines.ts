import { read } from 'node:fs';
import { promisify } from 'node:util';
import { failFromOs } from '../access/os-error.ts';
import type { OpenFile } from '../access/types.ts';
import { becameShorter } from './bytes.ts';
import type { Detected } from './encoding.ts';
import { afterNewline } from './lines.ts';

const readAsync = promisify(read);
const CHUNK_BYTES = 256 * 1024;

/**
 * The position after the first `lines` lines of a large file, the end of the file when it has fewer.
 * Reads in chunks and lets other calls run between them.
 */
export async function skipLines(
  file: OpenFile,
  { encoding, bomBytes }: Detected,
  lines: number,
  signal: AbortSignal | undefined,
): Promise<number> {
  let left = lines;
  if (left === 0) return bomBytes;
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  for (let position = bomBytes; position < file.stat.size; ) {
    signal?.throwIfAborted();
    const { bytesRead } = await readAsync(file.fd, chunk, 0, CHUNK_BYTES, position).catch((error: unknown) =>
      failFromOs(error, file.place.shown),
    );
    if (bytesRead === 0) becameShorter(file);
    const part = chunk.subarray(0, bytesRead);
    for (let at = afterNewline(part, 0, encoding); at !== -1; at = afterNewline(part, at, encoding)) {
      if (--left === 0) return position + at;
    }
    position += bytesRead;
  }
  return file.stat.size;
}
