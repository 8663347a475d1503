import type { Caller, Logger } from '@portolan/runtime';
import type { SourceSettings } from '../sources/types.ts';
import { watchLocks } from './blockers.ts';
import type { EnvelopeOptions } from './envelope.ts';
import type { FlightResult, Step, StepResult } from './flight.ts';
import { openSession } from './open-session.ts';
import { Pool } from './pool.ts';
import type { StartUp } from './start-up.ts';
import { readIn, runAlone, transactIn } from './statements.ts';
import { createTurns } from './turns.ts';
import type { Limits } from './watch.ts';

export interface CallOptions extends Limits {
  /** For whom; the settings can give callers roles of the database. */
  readonly caller?: Caller;
  readonly timeoutMs?: number;
  readonly lockTimeoutMs?: number;
  /** Whether a read that is more than a call may receive is answered with a part of it; else it fails. */
  readonly takesPart?: boolean;
  /** Whether all statements of a transaction see the database as the first of them does. */
  readonly snapshot?: boolean;
}

/** A transaction that is open while its work runs. */
export interface Transaction {
  readonly version: number;
  /** Runs statements in one round trip, each alone in its message. */
  run(...steps: readonly Step[]): Promise<readonly StepResult[]>;
  /** The process of this connection on the server. */
  readonly processId: number;
}

/** What is done in a transaction, and how it is to end. */
export type TransactionWork<Result> = (
  transaction: Transaction,
) => Promise<{ readonly result: Result; readonly end: 'commit' | 'rollback' }>;

/** One database, over a bounded number of connections. */
export interface Database {
  readonly settings: SourceSettings;
  /** Statements in one read-only transaction and one round trip; the transaction is rolled back. */
  read(steps: readonly Step[], options: CallOptions): Promise<FlightResult>;
  /**
   * Runs work in a transaction. What becomes of it when the work succeeds is said with the result; a failure
   * always rolls back.
   */
  transaction<Result>(
    access: EnvelopeOptions['access'],
    options: CallOptions,
    work: TransactionWork<Result>,
  ): Promise<Result>;
  /** A statement outside any transaction, for those that demand it; the second and third layer still hold. */
  alone(step: Step, options: CallOptions): Promise<StepResult>;
  /** Server version as a number: 150004. */
  version(signal: AbortSignal): Promise<number>;
  close(): Promise<void>;
}

export function createDatabase(settings: SourceSettings, log: Logger): Database {
  let startUp: StartUp | undefined;
  let version = 0;
  const pool = new Pool(settings.maxConnections, settings.alias, async () => {
    const session = await openSession(settings, startUp);
    ({ startUp, version } = session);
    return session;
  });
  const inTurn = createTurns({
    settings,
    pool,
    log,
    watchLocks: (session, options) => watchLocks(database, session.processId, options),
  });

  const database: Database = {
    settings,
    read: (steps, options) => inTurn(options, (turn) => readIn(turn, steps, options)),
    transaction: (access, options, work) =>
      inTurn(options, (turn) => transactIn(turn, { ...options, access }, work)),
    alone: (step, options) => inTurn(options, (turn) => runAlone(turn, step)),
    async version(signal) {
      if (version === 0) await inTurn({ signal }, async () => {});
      return version;
    },
    async close() {
      await pool.close();
      await settings.embedded?.close();
    },
  };
  return database;
}
