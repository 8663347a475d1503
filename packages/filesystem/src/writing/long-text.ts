/** UTF-16 units of a text whose bytes are made at once. */
const PART_UNITS = 64 * 1024;
/** The most bytes of one of them in UTF-8. */
const UNIT_BYTES = 3;

/** A text to be written in UTF-8, whose bytes are made part by part: all of them would be as much again as the text. */
export class LongText {
  readonly #text: string;
  /** In bytes. */
  readonly length: number;

  constructor(text: string) {
    this.#text = text;
    this.length = Buffer.byteLength(text);
  }

  /** Its bytes in order. Each part is overwritten by the next. */
  *parts(): Generator<Buffer, void> {
    const room = Buffer.allocUnsafeSlow(UNIT_BYTES * Math.min(PART_UNITS, this.#text.length));
    for (let start = 0, end = 0; start < this.#text.length; start = end) {
      end = this.#boundary(start + PART_UNITS);
      yield room.subarray(0, room.write(this.#text.slice(start, end)));
    }
  }

  /** The last place up to one that is not in the middle of a character of two units. */
  #boundary(at: number): number {
    if (at >= this.#text.length) return this.#text.length;
    const code = this.#text.codePointAt(at - 1) ?? 0;
    return code > 0xffff ? at - 1 : at;
  }
}
