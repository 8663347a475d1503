const LINE_FEED = 10;

/** Cuts a stream of bytes into lines. */
export interface LineReader {
  /**
   * The lines that end in a chunk, without their line feeds.
   *
   * @throws Error when a line grows over the limit; what was held of it is forgotten
   */
  take(chunk: Buffer): string[];
}

/** @param maxBytes the longest line, bytes */
export function createLineReader(maxBytes: number): LineReader {
  let held: Buffer[] = [];
  let heldBytes = 0;
  const hold = (rest: Buffer) => {
    if (rest.length === 0) return;
    held.push(rest);
    heldBytes += rest.length;
  };
  const forget = () => {
    held = [];
    heldBytes = 0;
  };
  const complete = (end: Buffer): string => {
    if (held.length === 0) return end.toString('utf8');
    const line = Buffer.concat([...held, end]).toString('utf8');
    forget();
    return line;
  };
  return {
    take(chunk) {
      const lines: string[] = [];
      let from = 0;
      for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, from)) {
        if (heldBytes + end - from > maxBytes) break;
        lines.push(complete(chunk.subarray(from, end)));
        from = end + 1;
      }
      hold(chunk.subarray(from));
      if (heldBytes <= maxBytes) return lines;
      forget();
      throw new Error(`A message is longer than ${maxBytes} bytes.`);
    },
  };
}
