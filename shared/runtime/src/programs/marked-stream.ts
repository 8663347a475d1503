/** Digits of the number that follows a mark. */
const DIGITS = 3;

/** Passes on what comes before a mark that no content can hold, and the number of three digits after it. */
export class MarkedStream {
  readonly #mark: Buffer;
  readonly #pass: (chunk: Buffer) => void;
  #held: Buffer = Buffer.alloc(0);

  constructor(mark: string, pass: (chunk: Buffer) => void) {
    this.#mark = Buffer.from(mark);
    this.#pass = pass;
  }

  /** @returns the number, and whether something came after it, once the mark was met */
  push(chunk: Buffer): { readonly code: number; readonly more: boolean } | undefined {
    const all = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    const at = all.indexOf(this.#mark);
    const end = at + this.#mark.length + DIGITS;
    if (at === -1 || all.length < end) {
      // What may be the beginning of the mark waits for its end.
      const sure = at === -1 ? Math.max(0, all.length - this.#mark.length + 1) : at;
      this.#pass(all.subarray(0, sure));
      this.#held = all.subarray(sure);
      return undefined;
    }
    this.#pass(all.subarray(0, at));
    return { code: Number(all.toString('latin1', end - DIGITS, end)), more: all.length > end };
  }
}
