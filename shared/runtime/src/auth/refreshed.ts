/** How long a remote value is used. */
export interface Freshness {
  /** Older than this it is loaded again in the background. */
  readonly freshMs: number;
  /** Older than this it is no longer used: a call waits for the load, or fails. */
  readonly staleMs: number;
}

const firstPauseMs = 1_000;
const longestPauseMs = 30_000;

/** A remote value that one load at a time keeps fresh; after a fruitless load the next one waits, ever longer. */
export class Refreshed<Value> {
  readonly #load: () => Promise<Value>;
  readonly #freshness: Freshness;
  readonly #keptOld: (failure: unknown) => void;
  readonly #now: () => number;
  #value: Value | undefined;
  #loadedAt = Number.NEGATIVE_INFINITY;
  #pauseMs = 0;
  #notBefore = Number.NEGATIVE_INFINITY;
  #loading: Promise<Value> | undefined;
  #failure: unknown;

  /** @param keptOld told when a load failed and the value from before stays in use */
  constructor(
    load: () => Promise<Value>,
    freshness: Freshness,
    keptOld: (failure: unknown) => void,
    now: () => number = () => performance.now(),
  ) {
    this.#load = load;
    this.#keptOld = keptOld;
    this.#freshness = freshness;
    this.#now = now;
  }

  /** Milliseconds until another load is allowed; 0 when it is now. */
  get pauseMs(): number {
    return Math.max(0, Math.ceil(this.#notBefore - this.#now()));
  }

  /** @throws what the last load threw, when there is no usable value */
  async get(): Promise<Value> {
    const age = this.#now() - this.#loadedAt;
    if (this.#value === undefined || age > this.#freshness.staleMs) return this.#reload();
    // A failure is told by `keptOld`, and becomes the caller's only when the value is stale.
    if (age > this.#freshness.freshMs) this.#reload().catch(() => undefined);
    return this.#value;
  }

  /** Loads now, waiting out a pause of at most `patienceMs`; undefined when the pause is longer. */
  async again(patienceMs: number): Promise<Value | undefined> {
    if (this.#loading) return this.#loading;
    const pause = this.pauseMs;
    if (pause > patienceMs) return undefined;
    this.#loading = this.#loadAfter(pause);
    return this.#loading;
  }

  /** Says that the last load did not bring what was looked for. */
  fruitless(): void {
    if (this.pauseMs > 0) return;
    this.#pauseMs = Math.min(longestPauseMs, Math.max(firstPauseMs, this.#pauseMs * 2));
    this.#notBefore = this.#now() + this.#pauseMs;
  }

  /** Says that the last load brought what was looked for. */
  fruitful(): void {
    this.#pauseMs = 0;
  }

  async #reload(): Promise<Value> {
    if (this.#loading) return this.#loading;
    if (this.pauseMs > 0 && this.#failure !== undefined) throw this.#failure;
    this.#loading = this.#loadAfter(0);
    return this.#loading;
  }

  async #loadAfter(pauseMs: number): Promise<Value> {
    try {
      if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
      const value = await this.#load();
      this.#value = value;
      this.#loadedAt = this.#now();
      this.#failure = undefined;
      return value;
    } catch (failure) {
      this.#failure = failure;
      if (this.#value !== undefined) this.#keptOld(failure);
      this.fruitless();
      throw failure;
    } finally {
      this.#loading = undefined;
    }
  }
}
