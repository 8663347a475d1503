const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const opening = new Set([0x5b, 0x7b]);
const closing = new Set([0x5d, 0x7d]);

/** Longest outline, bytes: the members of a request besides its parameters are a few dozen. */
const MAX_BYTES = 4_096;

/** What is outermost in JSON that nobody wants to hold: every object and list within it is left empty. */
export class Outline {
  readonly #kept = Buffer.alloc(MAX_BYTES);
  #length = 0;
  #depth = 0;
  #inText = false;
  #escaped = false;

  add(bytes: Uint8Array): void {
    for (const byte of bytes) {
      const before = this.#depth;
      this.#read(byte);
      if (Math.min(before, this.#depth) <= 1) this.#keep(byte);
    }
  }

  /** Undefined where even that is long. */
  get text(): string | undefined {
    return this.#length > MAX_BYTES ? undefined : this.#kept.toString('utf8', 0, this.#length);
  }

  #read(byte: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (this.#inText) {
      if (byte === BACKSLASH) this.#escaped = true;
      else if (byte === QUOTE) this.#inText = false;
    } else if (byte === QUOTE) this.#inText = true;
    else if (opening.has(byte)) this.#depth += 1;
    else if (closing.has(byte)) this.#depth -= 1;
  }

  #keep(byte: number): void {
    if (this.#length < MAX_BYTES) this.#kept[this.#length] = byte;
    this.#length += 1;
  }
}
