import type { Caller, Logger } from '@portolan/runtime';
import type { SourceSettings } from '../sources/types.ts';
import { type Blockers, watchLocks } from './blockers.ts';
import { databaseRole } from './caller-role.ts';
import { beginSteps, type EnvelopeOptions } from './envelope.ts';
import { explainError } from './explain-error.ts';
import { Behind, type FlightResult, fly, type Step, type StepResult } from './flight.ts';
import { openSession, type Session } from './open-session.ts';
import { createPool } from './pool.ts';
import { endsConnection, serverError } from './server-error.ts';

/** How long the server has to stop a cancelled statement before its connection is closed, milliseconds. */
const STOP_MS = 1_500;

const rollback: Step = { text: 'ROLLBACK', rowless: true };
const commit: Step = { text: 'COMMIT', rowless: true };
const discard: Step = { text: 'DISCARD ALL', rowless: true };

/** What of a call is still to be done when its answer is there. */
interface Left {
  behind?: Behind;
}

export interface CallOptions {
  readonly signal: AbortSignal;
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

export function createDatabase(settings: SourceSettings, log: Logger): Database {
  let pooled = false;
  let version = 0;
  const pool = createPool(settings.maxConnections, settings.alias, async () => {
    const session = await openSession(settings, pooled);
    ({ pooled, version } = session);
    return session;
  });

  const withSession = async <Result>(
    options: CallOptions,
    work: (session: Session, left: Left) => Promise<Result>,
    locks?: (processId: number) => Blockers,
  ): Promise<Result> => {
    await settings.embedded?.started(options.signal);
    const session = await pool.acquire(options.signal).catch((error) => {
      options.signal.throwIfAborted();
      return explainError(error, settings.alias);
    });
    const stop = stopOnAbort(session, options.signal);
    const blockers = locks?.(session.processId);
    let failed = true;
    const left: Left = {};
    try {
      const result = await work(session, left);
      failed = false;
      return result;
    } catch (error) {
      if (endsConnection(error)) session.broken = true;
      options.signal.throwIfAborted();
      const waited = serverError(error)?.code === '55P03' ? blockers?.found() : undefined;
      return explainError(error, settings.alias, waited);
    } finally {
      blockers?.stop();
      stop();
      void reset(session, failed, left, log).then(() => pool.release(session));
    }
  };

  const database: Database = {
    settings,
    read: async (steps, options) => {
      const role = databaseRole(settings, options.caller);
      return withSession(
        options,
        async (session, left) => {
          const before = beginSteps(settings, session, { ...options, role, access: 'read' });
          if (!session.pooled) left.behind = new Behind([discard]);
          const done = await fly(session.client, [...before, ...steps, rollback], left.behind);
          if (done.overflow) await abandon(session);
          return { ...done, steps: done.steps.slice(before.length, before.length + steps.length) };
        },
        (processId) => watchLocks(database, processId, options),
      );
    },
    transaction: async (access, options, work) => {
      const role = databaseRole(settings, options.caller);
      return withSession(
        options,
        async (session) => {
          await fly(session.client, beginSteps(settings, session, { ...options, role, access }));
          const { result, end } = await work({
            version: session.version,
            processId: session.processId,
            async run(...steps) {
              const done = await fly(session.client, steps);
              if (done.overflow) await abandon(session);
              return done.steps;
            },
          });
          if (!session.broken) await fly(session.client, [end === 'commit' ? commit : rollback]);
          return result;
        },
        (processId) => watchLocks(database, processId, options),
      );
    },
    alone: (step, options) =>
      withSession(options, async (session) => {
        const [first] = (await fly(session.client, [step])).steps;
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
function stopOnAbort(session: Session, signal: AbortSignal): () => void {
  let timer: NodeJS.Timeout | undefined;
  const onAbort = () => {
    session.broken = true;
    timer = setTimeout(() => void session.close(), STOP_MS);
    // A request that cannot be sent leaves the closing of the connection.
    session.cancel().catch(() => session.close());
  };
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  return () => {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  };
}

/** Leaves nothing of a call behind: no transaction, setting, lock, temporary table, listener or statement. */
async function reset(session: Session, failed: boolean, { behind }: Left, log: Logger): Promise<void> {
  if (session.broken) return;
  try {
    // After a failure the transaction is still open, and what was sent behind it could not be done.
    if (behind !== undefined) await (failed ? behind.done.catch(() => {}) : behind.done);
    if (failed) await fly(session.client, [rollback]);
    if (!session.pooled && (failed || behind === undefined)) await fly(session.client, [discard]);
  } catch (error) {
    log.debug('A connection could not be reset and is closed.', { sqlstate: serverError(error)?.code });
    session.broken = true;
  }
}
