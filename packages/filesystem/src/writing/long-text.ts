import { SMALL_BYTES } from '../reading/hash.ts';

/** UTF-16 units of a text whose bytes are made at once. */
const PART_UNITS = 64 * 1024;

/** How many bytes a unit has at most. */
const UNIT_BYTES = { utf8: 3, latin1: 1 } as const;

/** How a text is written. */
export interface LongTextStyle {
  /** Default `utf8`. */
  readonly encoding?: keyof typeof UNIT_BYTES;
  /** Bytes before it. */
  readonly mark?: Buffer;
}

/** A text to be written, whose bytes are made part by part: all of them would be as much again as the text. */
export class LongText {
  readonly #text: string;
  readonly #encoding: keyof typeof UNIT_BYTES;
  readonly #mark: Buffer | undefined;
  /** In bytes. */
  readonly length: number;

  constructor(text: string, { encoding = 'utf8', mark }: LongTextStyle = {}) {
    this.#text = text;
    this.#encoding = encoding;
    this.#mark = mark;
    this.length = (mark?.length ?? 0) + Buffer.byteLength(text, encoding);
  }

  /** Its bytes in order. Each part is overwritten by the next. */
  *parts(): Generator<Buffer, void> {
    if (this.#mark !== undefined) yield this.#mark;
    const room = Buffer.allocUnsafeSlow(UNIT_BYTES[this.#encoding] * Math.min(PART_UNITS, this.#text.length));
    for (let start = 0, end = 0; start < this.#text.length; start = end) {
      end = this.#boundary(start + PART_UNITS);
      yield room.subarray(0, room.write(this.#text.slice(start, end), this.#encoding));
    }
  }

  /** The last place up to one that is not in the middle of a character of two units. */
  #boundary(at: number): number {
    if (at >= this.#text.length) return this.#text.length;
    const code = this.#text.codePointAt(at - 1) ?? 0;
    return code > 0xffff ? at - 1 : at;
  }
}

/** The bytes of a text, or a way to make them where they are many. */
export const contentOf = (text: string, style: LongTextStyle = {}): Buffer | LongText =>
  text.length > SMALL_BYTES
    ? new LongText(text, style)
    : Buffer.concat([style.mark ?? EMPTY, Buffer.from(text, style.encoding)]);

const EMPTY = Buffer.alloc(0);

/** The bytes of a content in order; each part may be overwritten by the next. */
export const partsOf = (content: Buffer | LongText): Iterable<Buffer> =>
  content instanceof LongText ? content.parts() : [content];
