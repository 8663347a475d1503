import { PAYLOAD_BYTES } from '@portolan/runtime';
import { keptText } from './cut-text.ts';

/** What of one file's patch is shown at once, bytes; the rest of the room is for the file itself. */
const SHOWN_BYTES = PAYLOAD_BYTES - 8_192;
/** Characters that are read to know whether more follow. */
const WANTED = SHOWN_BYTES + 1;
const header = /^diff --(?:git|cc|combined) /m;

/** The beginning of a patch that fits one answer, whole lines where there are such. */
export function shownPart(patch: string): string {
  const kept = keptText(patch, SHOWN_BYTES);
  const whole = kept.lastIndexOf('\n') + 1;
  return kept.length < patch.length && whole > 0 ? kept.slice(0, whole) : kept;
}

/** Takes the patch of one file as git prints it, and keeps what follows a place in it. */
export class PatchWindow {
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  #skip: number;
  #begun = false;
  #text = '';

  /** @param skip characters of the patch that were shown before */
  constructor(skip: number) {
    this.#skip = skip;
  }

  push(chunk: Buffer): 'more' | 'stop' {
    this.#text += this.#decoder.decode(chunk, { stream: true });
    if (!this.#begun) {
      // Of a path in conflict git says so first.
      const start = this.#text.search(header);
      if (start === -1) return 'more';
      this.#text = this.#text.slice(start);
      this.#begun = true;
    }
    const passed = Math.min(this.#skip, this.#text.length);
    this.#text = this.#text.slice(passed);
    this.#skip -= passed;
    return this.#skip === 0 && this.#text.length > WANTED ? 'stop' : 'more';
  }

  /** What fits one answer, and whether more follows. */
  get part(): { readonly patch: string; readonly cut: boolean } {
    if (!this.#begun) return { patch: '', cut: false };
    const patch = shownPart(this.#text);
    return { patch, cut: patch.length < this.#text.length };
  }
}
