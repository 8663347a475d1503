/** One line of a log as it came. */
export interface LogLine {
  /** From 1. */
  readonly number: number;
  /** Its beginning, without the line end. */
  readonly bytes: Uint8Array;
  /** Bytes left out at its end. */
  readonly omitted: number;
}

const newline = 10;
const carriageReturn = 13;

/**
 * The lines of a stream, holding no more than the beginning of one line whatever its length.
 *
 * @param maxLineBytes what is kept of a line
 */
export async function* linesOf(
  chunks: AsyncIterable<Uint8Array>,
  maxLineBytes = 8_192,
): AsyncGenerator<LogLine> {
  let number = 0;
  let held = Buffer.alloc(0);
  let omitted = 0;
  const line = (rest: Uint8Array): LogLine => {
    const own = append(held, rest, maxLineBytes);
    const bytes = own.bytes.at(-1) === carriageReturn ? own.bytes.subarray(0, -1) : own.bytes;
    const left = omitted + own.omitted;
    held = Buffer.alloc(0);
    omitted = 0;
    number += 1;
    return { number, bytes, omitted: left };
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, from)) {
      yield line(chunk.subarray(from, end));
      from = end + 1;
    }
    const own = append(held, chunk.subarray(from), maxLineBytes);
    // A copy, so that no chunk is kept alive by its end.
    held = Buffer.from(own.bytes);
    omitted += own.omitted;
  }
  if (held.length > 0) yield line(new Uint8Array());
}

function append(held: Uint8Array, rest: Uint8Array, maxBytes: number) {
  const kept = rest.subarray(0, Math.max(0, maxBytes - held.length));
  const bytes = held.length === 0 ? kept : Buffer.concat([held, kept]);
  return { bytes, omitted: rest.length - kept.length };
}
