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

/** The same for several processes that share a key. */
export function createRedisSpentStates(redis: RedisConnection, ttlMs: number): SpentStates {
  return {
    spend: async (id) =>
      (await redis.command('SET', [`portolan:spent:${id}`, 1, 'NX', 'PX', ttlMs])) === 'OK',
  };
}
