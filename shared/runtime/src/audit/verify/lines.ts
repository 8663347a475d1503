import { createReadStream } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';

/** No record comes near this; a longer line means that the file is something else. */
const longestLine = 16 * 1024 * 1024;

/** A line as bytes, so that a torn one keeps the bytes that are no text. */
export interface RawLine {
  readonly bytes: Buffer;
  /** From 1. */
  readonly number: number;
  /** Whether it ends with a line feed; only the last can lack it. */
  readonly ended: boolean;
}

/**
 * Streams the lines of a file; memory is bounded by the longest line.
 *
 * @param handle the open file, where its name may be another's by now; it is closed at the end
 */
export async function* readLines(path: string, handle?: FileHandle): AsyncGenerator<RawLine> {
  let rest: Buffer[] = [];
  let length = 0;
  let number = 0;
  const chunks: AsyncIterable<Buffer> = createReadStream(path, {
    highWaterMark: 256 * 1024,
    ...(handle && { fd: handle }),
  });
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(0x0a); at >= 0; at = chunk.indexOf(0x0a, from)) {
      yield { bytes: Buffer.concat([...rest, chunk.subarray(from, at)]), number: ++number, ended: true };
      rest = [];
      length = 0;
      from = at + 1;
    }
    rest.push(chunk.subarray(from));
    length += chunk.length - from;
    if (length > longestLine)
      throw new Error(`${path} is not an audit log: line ${number + 1} is over 16 MiB.`);
  }
  if (length > 0) yield { bytes: Buffer.concat(rest), number: number + 1, ended: false };
}
