import type * as z from 'zod';
import type { Logger } from '../telemetry/logger.ts';
import { createSingleFlight } from './single-flight.ts';
import type { Cache, CacheStore } from './types.ts';

/** What a cache keeps, and where. */
export interface CacheOptions<Value> {
  /** Owned and closed by the cache. */
  readonly store: CacheStore;
  /** What a kept value must be; one that is not (of an older version, or foreign) is a miss. */
  readonly schema: z.ZodType<Value>;
  /** A larger value is answered but not kept. Default 1 MiB of JSON. */
  readonly maxValueBytes?: number;
  readonly log: Logger;
}

/** Makes a cache of JSON values over a store. */
export function createCache<Value>(options: CacheOptions<Value>): Cache<Value> {
  const { store, schema, maxValueBytes = 1024 * 1024, log } = options;
  const attempt = degrade(log);
  const flights = createSingleFlight<Value>();

  const read = async (key: string): Promise<{ readonly value: Value } | undefined> => {
    const text = await attempt(() => store.get(key));
    return text === undefined ? undefined : decode(text, schema);
  };
  const write = async (key: string, value: Value, ttlMs: number) => {
    const text = JSON.stringify(value);
    const fits = text !== undefined && Buffer.byteLength(text) <= maxValueBytes;
    await attempt(() => (fits ? store.set(key, text, ttlMs) : store.delete(key)));
  };

  return {
    get: async (key) => (await read(key))?.value,
    async set(key, value, ttlMs) {
      flights.forget(key);
      await write(key, value, ttlMs);
    },
    getOrLoad: (key, ttlMs, load, signal) =>
      flights.join(
        key,
        async (flight) => {
          const kept = await read(key);
          if (kept !== undefined) return kept.value;
          const value = await load(flight.signal);
          if (flight.current()) await write(key, value, ttlMs);
          return value;
        },
        signal,
      ),
    async delete(key) {
      flights.forget(key);
      await attempt(() => store.delete(key));
    },
    close: () => store.close(),
  };
}

function decode<Value>(text: string, schema: z.ZodType<Value>): { readonly value: Value } | undefined {
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? { value: parsed.data } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Turns a failing store into one that knows nothing, and logs an outage and its end once each. */
function degrade(log: Logger) {
  let out = false;
  return async <Result>(use: () => Promise<Result>): Promise<Result | undefined> => {
    try {
      const result = await use();
      if (out) log.info('The cache answers again.');
      out = false;
      return result;
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'unknown';
      if (!out)
        log.warning('The cache does not answer: everything is loaded anew until it does.', { reason });
      out = true;
      return undefined;
    }
  };
}
