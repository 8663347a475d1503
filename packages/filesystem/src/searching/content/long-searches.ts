/** Folders that are remembered; the one that was searched longest ago is forgotten first. */
const maxRemembered = 64;

/** Folders whose last search took long, so that the next one need not find that out again. */
export class LongSearches {
  readonly #longMs: number;
  readonly #folders = new Set<string>();

  /** @param longMs milliseconds from which on a search is a long one */
  constructor(longMs: number) {
    this.#longMs = longMs;
  }

  /** @param folder its real path */
  has(folder: string): boolean {
    return this.#folders.has(folder);
  }

  note(folder: string, tookMs: number): void {
    this.#folders.delete(folder);
    if (tookMs < this.#longMs) return;
    this.#folders.add(folder);
    for (const oldest of this.#folders) {
      if (this.#folders.size <= maxRemembered) return;
      this.#folders.delete(oldest);
    }
  }
}
