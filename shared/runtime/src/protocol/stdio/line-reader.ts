import { Outline } from './outline.ts';

const LINE_FEED = 10;

/** A line over the limit: what `Outline` keeps of it. */
export interface LongLine {
  readonly outline: string | undefined;
}

/** Cuts a stream of bytes into lines. */
export interface LineReader {
  /** The lines that end in a chunk, without their line feeds; of one over the limit, its outline. */
  take(chunk: Buffer): (string | LongLine)[];
}

/** @param maxBytes the longest line that is held, bytes */
export function createLineReader(maxBytes: number): LineReader {
  let held: Buffer[] = [];
  let heldBytes = 0;
  let outline: Outline | undefined;
  const hold = (rest: Buffer) => {
    if (rest.length === 0) return;
    held.push(rest);
    heldBytes += rest.length;
    if (heldBytes <= maxBytes) return;
    outline ??= new Outline();
    for (const piece of held) outline.add(piece);
    held = [];
  };
  const complete = (end: Buffer): string | LongLine => {
    if (heldBytes === 0 && end.length <= maxBytes) return end.toString('utf8');
    hold(end);
    const line = outline === undefined ? textOf(held) : { outline: outline.text };
    held = [];
    heldBytes = 0;
    outline = undefined;
    return line;
  };
  return {
    take(chunk) {
      const lines: (string | LongLine)[] = [];
      let from = 0;
      for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, from)) {
        lines.push(complete(chunk.subarray(from, end)));
        from = end + 1;
      }
      hold(chunk.subarray(from));
      return lines;
    },
  };
}

/** The text of pieces. The bytes they are put together in are given back at once: of a long line they are many. */
function textOf(pieces: readonly Buffer[]): string {
  const whole = Buffer.concat(pieces);
  const text = whole.toString('utf8');
  const { buffer } = whole;
  if (buffer.byteLength === whole.length && 'transfer' in buffer) buffer.transfer(0);
  return text;
}
