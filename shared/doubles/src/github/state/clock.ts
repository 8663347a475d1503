/** The time of the double: one second passes with every thing that is made, so that two runs show the same dates. */
export class Clock {
  #seconds = Date.UTC(2026, 0, 1) / 1000;

  /** Lets a second pass; the new time in ISO 8601, as GitHub writes it. */
  tick(): string {
    this.#seconds += 1;
    return this.now();
  }

  now(): string {
    return isoOf(this.#seconds);
  }

  /** Sets the time, for seeds with a date of their own. Never goes back. */
  reach(iso: string): void {
    this.#seconds = Math.max(this.#seconds, Math.floor(Date.parse(iso) / 1000));
  }
}

/** Seconds since 1970 in ISO 8601 without milliseconds. */
export const isoOf = (seconds: number) => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
