import { fail } from '../errors/tool-error.ts';
import type { OnStoreFailure } from '../limits/types.ts';
import type { RedisConnection } from '../redis/connection.ts';

/** States remembered in memory; far more confirmations than users give within the life of one. */
const MAX_REMEMBERED = 100_000;

/** Remembers which signed states have already made an answer of a user count. */
export interface SpentStates {
  /** True for the first who asks about this state, false for everybody after. */
  spend(id: string): Promise<boolean>;
}

/** @param ttlMs how long a state is valid, milliseconds: it need not be remembered longer */
export function createMemorySpentStates(ttlMs: number): SpentStates {
  const until = new Map<string, number>();
  const forget = (now: number) => {
    for (const [id, end] of until) {
      if (end > now && until.size < MAX_REMEMBERED) return;
      until.delete(id);
    }
  };
  return {
    async spend(id) {
      const now = Date.now();
      forget(now);
      if (until.has(id)) return false;
      until.set(id, now + ttlMs);
      return true;
    },
  };
}

/** Where states are remembered for all processes, and what happens while that is gone. */
export interface SharedSpentStates {
  readonly redis: RedisConnection;
  /** How long a state is valid, milliseconds. */
  readonly ttlMs: number;
  /** Whether nobody may confirm while Redis is gone, or each process remembers for itself. */
  readonly onFailure: OnStoreFailure;
}

/** The same for several processes that share a key. */
export function createRedisSpentStates({ redis, ttlMs, onFailure }: SharedSpentStates): SpentStates {
  const local = createMemorySpentStates(ttlMs);
  return {
    async spend(id) {
      // Remembered here too, so that what was spent without Redis is spent when it is back.
      if (onFailure === 'local' && !(await local.spend(id))) return false;
      try {
        return (await redis.command('SET', [`portolan:spent:${id}`, 1, 'NX', 'PX', ttlMs])) === 'OK';
      } catch (cause) {
        if (onFailure === 'local') return true;
        return fail(
          'unavailable',
          'The Redis that all processes share does not answer, so the confirmation could not be checked.',
          { retryAfterMs: 1_000, cause },
        );
      }
    },
  };
}
