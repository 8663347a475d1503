const LINE_END = 0x0a;

/** Takes the bytes of some lines out of a stream, without keeping the others. */
export class LineWindow {
  readonly start: number;
  readonly #maxLines: number;
  readonly #maxBytes: number;
  readonly #parts: Buffer[] = [];
  #line = 1;
  #bytes = 0;
  /** Whether something follows what was taken. */
  more = false;
  /** The first bytes of the stream, where a mark of the encoding would be. */
  mark = Buffer.alloc(0);

  constructor(start: number, maxLines: number, maxBytes: number) {
    this.start = start;
    this.#maxLines = maxLines;
    this.#maxBytes = maxBytes;
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#parts);
  }

  push(chunk: Buffer): 'more' | 'stop' {
    if (this.mark.length === 0) this.mark = Buffer.from(chunk.subarray(0, 2));
    let at = 0;
    while (at < chunk.length) {
      if (this.#line >= this.start + this.#maxLines || this.#bytes >= this.#maxBytes) {
        this.more = true;
        return 'stop';
      }
      const found = chunk.indexOf(LINE_END, at);
      const end = found === -1 ? chunk.length : found + 1;
      if (this.#line >= this.start) this.#take(chunk.subarray(at, end));
      if (found !== -1) this.#line += 1;
      at = end;
    }
    return 'more';
  }

  #take(part: Buffer): void {
    const room = this.#maxBytes - this.#bytes;
    if (part.length > room) this.more = true;
    this.#parts.push(part.subarray(0, room));
    this.#bytes += Math.min(part.length, room);
  }
}
