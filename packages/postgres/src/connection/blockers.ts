import type { CallOptions, Database } from './database.ts';
import { quoteUpstream } from './quote-upstream.ts';

/** Who holds what a statement waits for. */
export interface Blockers {
  /** A sentence that names them, once they were seen. */
  found(): string | undefined;
  stop(): void;
}

/** Part of the time to wait for a lock after which it is asked who holds it. */
const LOOK_AFTER = 0.5;

const whoBlocks = `
  SELECT string_agg(format('%s (user %s, %s since %s)', a.pid, a.usename, a.state,
                           to_char(a.state_change, 'HH24:MI:SS')), ', ')
  FROM unnest(pg_catalog.pg_blocking_pids($1::int4)) AS b(pid)
  JOIN pg_catalog.pg_stat_activity a ON a.pid = b.pid`;

/** Looks, while a statement may wait for a lock, at who holds it; afterwards it would be too late. */
export function watchLocks(database: Database, processId: number, options: CallOptions): Blockers {
  let seen: string | undefined;
  const look = async () => {
    const { steps } = await database.read([{ text: whoBlocks, values: [`${processId}`] }], {
      signal: AbortSignal.timeout(2_000),
      // So that it does not look at itself in turn.
      lockTimeoutMs: 1,
    });
    const who = steps[0]?.rows[0]?.[0];
    if (who) seen = ` It is held by backend ${quoteUpstream(who, database.settings)}.`;
  };
  const wait = options.lockTimeoutMs ?? database.settings.lockTimeoutMs;
  // That the look fails says nothing of the call.
  const timer = wait < 100 ? undefined : setTimeout(() => void look().catch(() => {}), wait * LOOK_AFTER);
  return { found: () => seen, stop: () => clearTimeout(timer) };
}
