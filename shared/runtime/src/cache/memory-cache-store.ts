import type { CacheStore } from './types.ts';

/** How much is kept. */
export interface MemoryCacheOptions {
  /** Default 32 MiB, keys included. */
  readonly maxBytes?: number;
  /** Default 10,000. */
  readonly maxEntries?: number;
  /** The clock in milliseconds, given so that a test can move it. */
  readonly now?: () => number;
}

interface Entry {
  readonly value: string;
  readonly bytes: number;
  readonly expires: number;
}

/** Keeps values in this process; over its bounds those used longest ago go first. */
export function createMemoryCacheStore(options: MemoryCacheOptions = {}): MemoryCacheStore {
  return new MemoryCacheStore(options);
}

class MemoryCacheStore implements CacheStore {
  readonly #maxBytes: number;
  readonly #maxEntries: number;
  readonly #now: () => number;
  /** Ordered by use: the first key is the one used longest ago. */
  readonly #entries = new Map<string, Entry>();
  #bytes = 0;

  constructor({ maxBytes, maxEntries, now }: MemoryCacheOptions) {
    this.#maxBytes = maxBytes ?? 32 * 1024 * 1024;
    this.#maxEntries = maxEntries ?? 10_000;
    this.#now = now ?? (() => performance.now());
  }

  get bytes(): number {
    return this.#bytes;
  }

  get entries(): number {
    return this.#entries.size;
  }

  async get(key: string): Promise<string | undefined> {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#remove(key);
    if (entry.expires <= this.#now()) return undefined;
    this.#keep(key, entry);
    return entry.value;
  }

  async set(key: string, value: string, ttlMs: number): Promise<void> {
    this.#remove(key);
    const bytes = Buffer.byteLength(key) + Buffer.byteLength(value);
    // One value over the whole bound would empty the cache and then go itself.
    if (ttlMs <= 0 || bytes > this.#maxBytes) return;
    this.#keep(key, { value, bytes, expires: this.#now() + ttlMs });
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= this.#maxBytes && this.#entries.size <= this.#maxEntries) return;
      this.#remove(oldest);
    }
  }

  async delete(key: string): Promise<void> {
    this.#remove(key);
  }

  async close(): Promise<void> {
    this.#entries.clear();
    this.#bytes = 0;
  }

  #keep(key: string, entry: Entry): void {
    this.#entries.set(key, entry);
    this.#bytes += entry.bytes;
  }

  #remove(key: string): void {
    this.#bytes -= this.#entries.get(key)?.bytes ?? 0;
    this.#entries.delete(key);
  }
}
