/** Output that is parsed whole, bytes. */
const USUAL_BYTES = 8 * 1024 * 1024;

/** Takes a part of an output, and says whether more is wanted. */
export type Consume = (chunk: Buffer) => 'more' | 'stop';

/** What becomes of an output; sizes in bytes. */
export interface OutputOptions {
  /** What is kept of it; whoever prints more is stopped. Default 8 MiB. */
  readonly maxBytes?: number;
  /** Takes the output as it comes, instead of collecting it; `stop` ends who prints it. */
  readonly consume?: Consume;
}

/** Takes what a process prints, until it has enough. */
export class Output {
  readonly #consume: Consume;
  readonly #parts: Buffer[] = [];
  #room: number;
  #touched = false;
  #cut = false;

  constructor({ maxBytes = USUAL_BYTES, consume }: OutputOptions) {
    this.#room = maxBytes;
    this.#consume = consume ?? ((chunk) => this.#keep(chunk));
  }

  /** Whether anything came at all. */
  get touched(): boolean {
    return this.#touched;
  }

  /** Whether there was more than it took. */
  get cut(): boolean {
    return this.#cut;
  }

  /** What was kept; nothing of what was consumed. */
  get bytes(): Buffer {
    return Buffer.concat(this.#parts);
  }

  take(chunk: Buffer): 'more' | 'stop' {
    if (chunk.length > 0) this.#touched = true;
    if (!this.#cut && chunk.length > 0) this.#cut = this.#consume(chunk) === 'stop';
    return this.#cut ? 'stop' : 'more';
  }

  #keep(chunk: Buffer): 'more' | 'stop' {
    const kept = chunk.subarray(0, this.#room);
    this.#parts.push(kept);
    this.#room -= kept.length;
    return kept.length < chunk.length ? 'stop' : 'more';
  }
}
