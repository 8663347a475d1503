import { PAYLOAD_BYTES } from '@portolan/runtime';

/** The list of one comparison that is read at all, bytes. */
export const LIST_BYTES = 32 * 1024 * 1024;
/** What is read of patches for one answer, which holds less, bytes. */
export const PATCH_BYTES = PAYLOAD_BYTES * 2;

/** Keeps what `git diff -z` prints: the list, NUL, the patches; of those no more than is needed. */
export class ListAndPatch {
  readonly #chunks: Buffer[] = [];
  #length = 0;
  /** Where the patches begin. */
  #start = -1;

  push(chunk: Buffer): 'more' | 'stop' {
    // Two NULs are never beside each other in the list: its names and counts are not empty.
    const seam = Buffer.concat([this.#chunks.at(-1)?.subarray(-1) ?? Buffer.alloc(0), chunk]);
    const found = this.#start === -1 ? seam.indexOf('\0\0') : -1;
    if (found !== -1) this.#start = this.#length - (seam.length - chunk.length) + found + 2;
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    const enough = this.#start === -1 ? LIST_BYTES : this.#start + PATCH_BYTES;
    return this.#length > enough ? 'stop' : 'more';
  }

  parts(): { readonly list: Buffer; readonly patch: Buffer | undefined } {
    const all = Buffer.concat(this.#chunks);
    if (this.#start === -1) return { list: all, patch: undefined };
    return { list: all.subarray(0, this.#start - 1), patch: all.subarray(this.#start) };
  }
}
