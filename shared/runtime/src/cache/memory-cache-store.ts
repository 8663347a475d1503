import type { CacheStore } from './types.ts';

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
export function createMemoryCacheStore(
  options: MemoryCacheOptions = {},
): CacheStore & { readonly bytes: number; readonly entries: number } {
  const { maxBytes = 32 * 1024 * 1024, maxEntries = 10_000, now = () => performance.now() } = options;
  // Ordered by use: the first key is the one used longest ago.
  const entries = new Map<string, Entry>();
  let bytes = 0;

  const remove = (key: string) => {
    bytes -= entries.get(key)?.bytes ?? 0;
    entries.delete(key);
  };
  const fit = () => {
    for (const key of entries.keys()) {
      if (bytes <= maxBytes && entries.size <= maxEntries) return;
      remove(key);
    }
  };

  return {
    get bytes() {
      return bytes;
    },
    get entries() {
      return entries.size;
    },
    async get(key) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      entries.delete(key);
      if (entry.expires <= now()) {
        bytes -= entry.bytes;
        return undefined;
      }
      entries.set(key, entry);
      return entry.value;
    },
    async set(key, value, ttlMs) {
      remove(key);
      const size = Buffer.byteLength(key) + Buffer.byteLength(value);
      // One value over the whole bound would empty the cache and then go itself.
      if (ttlMs <= 0 || size > maxBytes) return;
      entries.set(key, { value, bytes: size, expires: now() + ttlMs });
      bytes += size;
      fit();
    },
    async delete(key) {
      remove(key);
    },
    async close() {
      entries.clear();
      bytes = 0;
    },
  };
}
