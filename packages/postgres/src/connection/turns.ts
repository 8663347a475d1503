import type { Logger } from '@portolan/runtime';
import type { SourceSettings } from '../sources/types.ts';
import type { Blockers } from './blockers.ts';
import { databaseRole } from './caller-role.ts';
import type { CallOptions } from './database.ts';
import { explainError } from './explain-error.ts';
import type { Session } from './open-session.ts';
import type { Pool } from './pool.ts';
import { endsConnection, serverError } from './server-error.ts';
import { discard, rollback } from './statements.ts';
import { stopEarly } from './stop-early.ts';
import { Watch } from './watch.ts';

/** How long a server may take to end what a call left open, milliseconds; without an answer it is closed. */
const CLEAN_MS = 5_000;

/** What a call has of its connection. */
export interface Turn {
  readonly session: Session;
  /** Role to take on. */
  readonly role: string | undefined;
  /** Whether nothing of the call is left on the connection already. */
  isClean: boolean;
}

/** Runs work on a connection of its own. */
export type InTurn = <Result>(options: CallOptions, work: (turn: Turn) => Promise<Result>) => Promise<Result>;

interface TurnsOptions {
  readonly settings: SourceSettings;
  readonly pool: Pool;
  readonly log: Logger;
  readonly watchLocks: (session: Session, options: CallOptions) => Blockers;
}

/** Gives calls connections of the pool, within their limits, and takes them back with nothing left on them. */
export function createTurns({ settings, pool, log, watchLocks }: TurnsOptions): InTurn {
  const { embedded } = settings;
  const acquire = async (watch: Watch): Promise<Session> => {
    try {
      return await pool.acquire(watch);
    } catch (error) {
      watch.end();
      watch.throwIfStopped();
      return explainError(error, settings);
    }
  };
  return async (options, work) => {
    const role = databaseRole(settings, options.caller);
    if (embedded !== undefined) await embedded.started(options.signal);
    const watch = new Watch(options);
    const session = pool.take() ?? (await acquire(watch));
    const turn: Turn = { session, role, isClean: false };
    let blockers: Blockers | undefined;
    const stopping = stopEarly(session, watch, () => {
      blockers = watchLocks(session, options);
    });
    let failed = true;
    try {
      const result = await work(turn);
      failed = false;
      return result;
    } catch (error) {
      if (endsConnection(error)) session.broken = true;
      watch.throwIfStopped();
      const waited = serverError(error)?.code === '55P03' ? blockers?.found() : undefined;
      return explainError(error, settings, waited);
    } finally {
      watch.end();
      stopping.end();
      blockers?.stop();
      if (turn.isClean) release(pool, session);
      else void clean(session, failed, log).then(() => release(pool, session));
    }
  };
}

/** Gives a connection back that has nothing of a call; one in a transaction has. */
function release(pool: Pool, session: Session): void {
  if (!session.link.idle) session.broken = true;
  pool.release(session);
}

/** Ends what a call left open and discards what it left; a connection where that fails is not used again. */
async function clean(session: Session, failed: boolean, log: Logger): Promise<void> {
  const steps = [...(failed ? [rollback] : []), ...(session.startUp === 'none' ? [] : [discard])];
  if (session.broken || steps.length === 0) return;
  const giveUp = setTimeout(() => {
    session.broken = true;
    void session.close();
  }, CLEAN_MS);
  try {
    await session.link.fly(...steps);
  } catch (error) {
    session.broken = true;
    log.debug('A connection could not be reset and is closed.', { sqlstate: serverError(error)?.code });
  } finally {
    clearTimeout(giveUp);
  }
}
