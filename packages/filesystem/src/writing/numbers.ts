/** Numbers that are held at first. */
const FIRST_ROOM = 64;

/** Whole numbers of 32 bits whose count is not known before: four bytes each, where an array takes eight. */
export class Numbers {
  #room = new Int32Array(FIRST_ROOM);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** A view of them, to be taken when no more are added. */
  get all(): Int32Array {
    return this.#room.subarray(0, this.#length);
  }

  push(number: number): void {
    // The old memory is freed at once, not at the next full collection.
    if (this.#length === this.#room.length)
      this.#room = new Int32Array(this.#room.buffer.transfer(2 * this.#room.byteLength));
    this.#room[this.#length++] = number;
  }
}
