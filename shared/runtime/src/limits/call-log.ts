/** The times of a key's latest calls, oldest overwritten first; it grows to its capacity only when used. */
export class CallLog {
  #times = new Float64Array(8);
  #next = 0;
  #count = 0;
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  add(time: number): void {
    if (this.#count === this.#times.length && this.#count < this.#capacity) this.#grow();
    this.#times[this.#next] = time;
    this.#next = (this.#next + 1) % this.#times.length;
    this.#count = Math.min(this.#count + 1, this.#times.length);
  }

  /** The time of the n-th latest call, 1 being the latest; undefined when there were fewer. */
  latest(n: number): number | undefined {
    if (n > this.#count) return undefined;
    const { length } = this.#times;
    return this.#times[(this.#next - n + length) % length];
  }

  #grow(): void {
    const length = this.#times.length;
    const times = new Float64Array(Math.min(length * 2, Math.max(this.#capacity, length)));
    for (let n = this.#count; n >= 1; n--) times[this.#count - n] = this.latest(n) ?? 0;
    this.#times = times;
    this.#next = this.#count;
  }
}
