import { StatusFault } from './fault.ts';

const maxHeld = 10_000;

/** Remembers for how long an upstream asked to be left alone, by key. */
export interface Holds {
  /**
   * Sends unless the upstream said not long ago to wait; remembers when it says so.
   *
   * @throws StatusFault the one the upstream answered with, for what is left of the wait
   */
  run<Result>(key: string, send: () => Promise<Result>): Promise<Result>;
}

/** Keeps calls back whose budget is used up: asking all the same is what upstreams punish. */
export function createHolds(now: () => number = () => performance.now()): Holds {
  const held = new Map<string, { readonly fault: StatusFault; readonly until: number }>();
  return {
    async run(key, send) {
      const hold = held.get(key);
      if (hold !== undefined) {
        const leftMs = Math.ceil(hold.until - now());
        const { status, headers, text } = hold.fault;
        if (leftMs > 0) throw new StatusFault(status, headers, leftMs, text, true);
        held.delete(key);
      }
      try {
        return await send();
      } catch (error) {
        if (error instanceof StatusFault && error.limited && error.retryAfterMs !== undefined) {
          held.set(key, { fault: error, until: now() + error.retryAfterMs });
          const [oldest] = held.size > maxHeld ? held.keys() : [];
          if (oldest !== undefined) held.delete(oldest);
        }
        throw error;
      }
    },
  };
}
