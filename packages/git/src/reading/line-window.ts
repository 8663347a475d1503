const LINE_END = 0x0a;
/** Bytes before an offset that are kept too, so that a character it is inside of is not begun in its middle. */
const LOOK_BACK = 4;

/** The part of a text that is wanted. */
export interface Wanted {
  /** The first line, from 1. */
  readonly start: number;
  /** Bytes to skip, instead of lines. */
  readonly offset?: number | undefined;
  readonly maxLines: number;
  readonly maxBytes: number;
}

/** Takes the bytes of some lines out of a stream, without keeping the others. */
export class LineWindow {
  readonly #wanted: Wanted;
  readonly #offset: number;
  /** Where keeping begins: at the offset, or some characters before it. */
  readonly #from: number;
  readonly #parts: Buffer[] = [];
  #bytes = 0;
  #line = 1;
  /** Bytes of the stream before what is looked at. */
  #position = 0;
  /** The byte before the chunk. */
  #last = 0;
  /** Where in the stream the bytes that were taken begin. */
  position = 0;
  /** The number of the line that the part begins in. */
  firstLine: number | undefined;
  /** Whether something follows what was taken. */
  more = false;
  /** The first bytes of the stream, where a mark of the encoding would be. */
  mark: Buffer = Buffer.alloc(0);

  constructor(wanted: Wanted) {
    const { offset = 0 } = wanted;
    this.#wanted = wanted;
    this.#offset = offset;
    this.#from = Math.max(0, offset - (offset % 2) - LOOK_BACK);
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#parts);
  }

  /** How many of the bytes are before the part that is wanted. */
  get before(): number {
    return Math.max(0, this.#offset - this.position);
  }

  push(chunk: Buffer): 'more' | 'stop' {
    if (this.mark.length < 2) this.mark = Buffer.concat([this.mark, chunk.subarray(0, 2)]).subarray(0, 2);
    for (let at = 0; at < chunk.length; ) {
      if (this.#isFull()) {
        this.more = true;
        return 'stop';
      }
      const found = this.#afterLine(chunk, at);
      const end = found === -1 ? chunk.length : found;
      if (this.#line >= this.#wanted.start) this.#take(chunk.subarray(at, end));
      if (found !== -1) this.#line += 1;
      this.#position += end - at;
      at = end;
    }
    this.#last = chunk.at(-1) ?? this.#last;
    return 'more';
  }

  #isFull(): boolean {
    const { maxLines, maxBytes } = this.#wanted;
    return (
      this.#bytes >= maxBytes || (this.firstLine !== undefined && this.#line >= this.firstLine + maxLines)
    );
  }

  #take(part: Buffer): void {
    const skipped = Math.max(0, this.#from - this.#position);
    const taken = part.subarray(skipped, skipped + this.#wanted.maxBytes - this.#bytes);
    if (this.#position + part.length > this.#offset) this.firstLine ??= this.#line;
    if (taken.length === 0) return;
    if (this.#bytes === 0) this.position = this.#position + skipped;
    if (skipped + taken.length < part.length) this.more = true;
    this.#parts.push(taken);
    this.#bytes += taken.length;
  }

  /** The position after the next line end of a chunk, -1 where it has none. */
  #afterLine(chunk: Buffer, at: number): number {
    const pair = wideLineEnds[this.mark.toString('hex')];
    if (pair === undefined) return chunk.indexOf(LINE_END, at) + 1 || -1;
    // The second byte of a unit of UTF-16 is at an odd position of the stream.
    for (let second = at + 1 - (this.#position % 2); second < chunk.length; second += 2) {
      const first = second === 0 ? this.#last : chunk[second - 1];
      if (first === pair[0] && chunk[second] === pair[1]) return second + 1;
    }
    return -1;
  }
}

/** A line end in UTF-16, by the mark of the text. */
const wideLineEnds: Readonly<Record<string, readonly [number, number]>> = {
  fffe: [LINE_END, 0],
  feff: [0, LINE_END],
};
