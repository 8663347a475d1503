import type { Caller, Logger } from '@portolan/runtime';
import type { SourceSettings } from '../sources/types.ts';
import { Behind } from './behind.ts';
import { type Blockers, watchLocks } from './blockers.ts';
import { databaseRole } from './caller-role.ts';
import { encode, SYNC } from './encode.ts';
import type { EnvelopeOptions } from './envelope.ts';
import { explainError } from './explain-error.ts';
import { Flight, type FlightResult, type Step, type StepResult } from './flight.ts';
import { openSession, type Session } from './open-session.ts';
import { Pool } from './pool.ts';
import { endsConnection, serverError } from './server-error.ts';
import { type Limits, Watch } from './watch.ts';

/** How often the server is asked to stop a cancelled statement before its connection is closed. */
const STOP_REQUESTS = 15;
/** Between two of them, milliseconds. */
const STOP_AGAIN_MS = 100;

const rollback: Step = { text: 'ROLLBACK', rowless: true };
const commit: Step = { text: 'COMMIT', rowless: true };
const discard: Step = { text: 'DISCARD ALL', rowless: true };

/** What ends each read, and what leaves nothing of it behind, which a pooler's connection needs not. */
const rollbackBytes = encode([rollback], undefined, SYNC);
const rollbackAndDiscardBytes = encode([discard], rollbackBytes, SYNC);
/** The same in one flight: the answer comes after all of it, and is one packet less to send and to read. */
const togetherBytes = encode([rollback, discard], undefined, SYNC);

export interface CallOptions extends Limits {
  /** For whom; the settings can give callers roles of the database. */
  readonly caller?: Caller;
  readonly timeoutMs?: number;
  readonly lockTimeoutMs?: number;
}

/** A transaction that is open while its work runs. */
export interface Transaction {
  readonly version: number;
  /** Runs statements in one round trip, each alone in its message. */
  run(...steps: readonly Step[]): Promise<readonly StepResult[]>;
  /** The process of this connection on the server. */
  readonly processId: number;
}

/** One database, over a bounded number of connections. */
export interface Database {
  readonly settings: SourceSettings;
  /** Statements in one read-only transaction and one round trip; the transaction is rolled back. */
  read(steps: readonly Step[], options: CallOptions): Promise<FlightResult>;
  /**
   * Runs work in a transaction.
   *
   * @param end what becomes of it when the work succeeds; a failure always rolls back
   */
  transaction<Result>(
    access: EnvelopeOptions['access'],
    options: CallOptions,
    work: (
      transaction: Transaction,
    ) => Promise<{ readonly result: Result; readonly end: 'commit' | 'rollback' }>,
  ): Promise<Result>;
  /** A statement outside any transaction, for those that demand it; the second and third layer still hold. */
  alone(step: Step, options: CallOptions): Promise<StepResult>;
  /** Server version as a number: 150004. */
  version(signal: AbortSignal): Promise<number>;
  close(): Promise<void>;
}

/** What a call has of its connection. */
interface Turn {
  readonly session: Session;
  /** Role to take on. */
  readonly role: string | undefined;
  /** How what leaves nothing of the call was sent: with it, so that it is done when the call succeeds, or behind it. */
  discarding?: 'with' | Behind;
}

export function createDatabase(settings: SourceSettings, log: Logger): Database {
  let pooled = false;
  let version = 0;
  const pool = new Pool(settings.maxConnections, settings.alias, async () => {
    const session = await openSession(settings, pooled);
    ({ pooled, version } = session);
    return session;
  });

  const acquire = async (watch: Watch): Promise<Session> => {
    try {
      return await pool.acquire(watch);
    } catch (error) {
      watch.end();
      watch.throwIfStopped();
      return explainError(error, settings.alias);
    }
  };

  const withSession = async <Result>(
    options: CallOptions,
    work: (turn: Turn) => Promise<Result>,
  ): Promise<Result> => {
    const role = databaseRole(settings, options.caller);
    if (settings.embedded !== undefined) await settings.embedded.started(options.signal);
    const watch = new Watch(options);
    const session = pool.take() ?? (await acquire(watch));
    const turn: Turn = { session, role };
    let blockers: Blockers | undefined;
    const stopping = stopEarly(session, watch, () => {
      blockers = watchLocks(database, session.processId, options);
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
      return explainError(error, settings.alias, waited);
    } finally {
      watch.end();
      stopping.end();
      blockers?.stop();
      giveBack(turn, failed);
    }
  };

  const giveBack = ({ session, discarding }: Turn, failed: boolean): void => {
    const release = (isClean: boolean) => {
      if (!isClean || !session.link.idle) session.broken = true;
      pool.release(session);
    };
    if (discarding === undefined || failed || session.broken) {
      void reset(session, failed, log).then(release);
    } else if (discarding === 'with') release(true);
    else discarding.whenOver(release);
  };

  const database: Database = {
    settings,
    read: (steps, options) =>
      withSession(options, async (turn) => {
        const { session, role } = turn;
        const { timeoutMs, lockTimeoutMs } = options;
        const { bytes, statements } = session.beginning({ access: 'read', timeoutMs, lockTimeoutMs, role });
        const { promise, resolve, reject } = Promise.withResolvers<FlightResult>();
        const flight = new Flight(steps, statements, { resolve, reject });
        if (session.pooled) session.link.send(encode(steps, bytes, rollbackBytes), flight);
        else if (pool.wanted) {
          turn.discarding = 'with';
          session.link.send(encode(steps, bytes, togetherBytes), flight);
        } else {
          const behind = new Behind();
          turn.discarding = behind;
          session.link.send(encode(steps, bytes, rollbackAndDiscardBytes), flight, behind.flight);
        }
        const done = await promise;
        if (done.overflow) await abandon(session);
        return done;
      }),
    transaction: (access, options, work) =>
      withSession(options, async ({ session, role }) => {
        const { link } = session;
        const { timeoutMs, lockTimeoutMs } = options;
        await link.begin(session.beginning({ access, timeoutMs, lockTimeoutMs, role }));
        const { result, end } = await work({
          version: session.version,
          processId: session.processId,
          async run(...steps) {
            const done = await link.fly(...steps);
            if (done.overflow) await abandon(session);
            return done.steps;
          },
        });
        if (!session.broken) await link.fly(end === 'commit' ? commit : rollback);
        return result;
      }),
    alone: (step, options) =>
      withSession(options, async ({ session }) => {
        const [first] = (await session.link.fly(step)).steps;
        if (first === undefined) throw new Error('A flight answers each step.');
        return first;
      }),
    async version(signal) {
      if (version === 0) await withSession({ signal }, async () => {});
      return version;
    },
    async close() {
      await pool.close();
      await settings.embedded?.close();
    },
  };
  return database;
}

/** More came than a call may take: the rest is not wanted. */
async function abandon(session: Session): Promise<void> {
  session.broken = true;
  await session.cancel();
}

/** Stops the statement when the call is over early; the connection is not used again, for the request may come late. */
function stopEarly(session: Session, watch: Watch, begun: () => void): { end(): void } {
  let timer: NodeJS.Timeout | undefined;
  let left = STOP_REQUESTS;
  const request = () => {
    if (left === 0) return void session.close();
    left -= 1;
    // One that comes before the backend has begun with the statement is forgotten.
    timer = setTimeout(request, STOP_AGAIN_MS);
    // A request that cannot be sent leaves the closing of the connection.
    session.cancel().catch(() => session.close());
  };
  watch.set(() => {
    session.broken = true;
    request();
  }, begun);
  return { end: () => clearTimeout(timer) };
}

/**
 * Leaves nothing of a call behind: no transaction, setting, lock, temporary table, listener or statement.
 *
 * @returns whether it is so
 */
async function reset(session: Session, failed: boolean, log: Logger): Promise<boolean> {
  if (session.broken) return false;
  try {
    // After a failure the transaction is still open, and what was sent behind it could not be done.
    if (failed) await session.link.fly(rollback);
    if (!session.pooled) await session.link.fly(discard);
    return true;
  } catch (error) {
    log.debug('A connection could not be reset and is closed.', { sqlstate: serverError(error)?.code });
    return false;
  }
}
