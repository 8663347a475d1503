import type { SourceSettings } from '../sources/types.ts';
import { encode } from './encode.ts';
import type { Step } from './flight.ts';
import { IDLE_IN_TRANSACTION_MS, readingSettings, type StartUp, transactionTimeoutMs } from './start-up.ts';

/** What the beginning of a transaction depends on, of the connection it is on. */
export interface SessionKind {
  /** Server version as a number: 150004. */
  readonly version: number;
  /** What it began with; where that is less than all, each transaction sets the rest. */
  readonly startUp: StartUp;
}

/** How one transaction runs. */
export interface EnvelopeOptions {
  readonly access: 'read' | 'write';
  /** Longest run of a statement, milliseconds; the source's own where it is left out. */
  readonly timeoutMs?: number | undefined;
  /** Longest wait for a lock, milliseconds; the source's own where it is left out. */
  readonly lockTimeoutMs?: number | undefined;
  /** Role to take on. */
  readonly role?: string | undefined;
  /** Whether all its statements see the database as the first of them does. */
  readonly snapshot?: boolean | undefined;
}

/** Since this version a whole transaction can have a time limit. */
const WITH_TRANSACTION_TIMEOUT = 170_000;

/** The beginning of a transaction as it is sent, and how many statements that are. */
export interface Beginning {
  readonly bytes: Buffer;
  readonly statements: number;
}

/** The beginnings of one connection's transactions; most are like the one before. */
export function createBeginnings(settings: SourceSettings, session: SessionKind) {
  let last: { readonly options: EnvelopeOptions; readonly beginning: Beginning } | undefined;
  return (options: EnvelopeOptions): Beginning => {
    if (last !== undefined && isSame(last.options, options)) return last.beginning;
    const steps = beginSteps(settings, session, options);
    const beginning = { bytes: encode(steps), statements: steps.length };
    last = { options, beginning };
    return beginning;
  };
}

const isSame = (one: EnvelopeOptions, other: EnvelopeOptions) =>
  one.access === other.access &&
  one.timeoutMs === other.timeoutMs &&
  one.lockTimeoutMs === other.lockTimeoutMs &&
  one.role === other.role &&
  one.snapshot === other.snapshot;

/** The statements that begin a transaction within its limits, each to be sent alone. */
function beginSteps(settings: SourceSettings, session: SessionKind, options: EnvelopeOptions): Step[] {
  const level = options.snapshot === true ? 'ISOLATION LEVEL REPEATABLE READ ' : '';
  const begin = { text: `BEGIN ${level}READ ${options.access === 'read' ? 'ONLY' : 'WRITE'}`, rowless: true };
  const locals = localSettings(settings, session, options);
  if (locals.length === 0) return [begin];
  const [first, ...others] = locals;
  // As a command a single one costs the server no plan.
  if (first !== undefined && others.length === 0 && first[0] !== 'role') {
    return [begin, { text: `SET LOCAL ${first[0]} = ${Number(first[1])}`, rowless: true }];
  }
  const values = locals.flat();
  const calls = locals.map((_, at) => `pg_catalog.set_config($${2 * at + 1}, $${2 * at + 2}, true)`);
  return [begin, { text: `SELECT ${calls.join(', ')}`, values }];
}

/** Only what differs from the session's own settings. */
function localSettings(
  settings: SourceSettings,
  { startUp, version }: SessionKind,
  { timeoutMs, lockTimeoutMs, role }: EnvelopeOptions,
): (readonly [string, string])[] {
  const isUnset = startUp === 'none';
  const statement = timeoutMs ?? settings.statementTimeoutMs;
  const lock = lockTimeoutMs ?? settings.lockTimeoutMs;
  const isOtherStatement = statement !== settings.statementTimeoutMs;
  const locals: (readonly [string, string])[] = [];
  if (isUnset || isOtherStatement) locals.push(['statement_timeout', `${statement}`]);
  if (isUnset || lock !== settings.lockTimeoutMs) locals.push(['lock_timeout', `${lock}`]);
  if (version >= WITH_TRANSACTION_TIMEOUT && (startUp !== 'all' || isOtherStatement)) {
    locals.push(['transaction_timeout', `${transactionTimeoutMs(statement)}`]);
  }
  if (isUnset) {
    locals.push(['idle_in_transaction_session_timeout', `${IDLE_IN_TRANSACTION_MS}`]);
    locals.push(...Object.entries(readingSettings));
  }
  if (role !== undefined) locals.push(['role', role]);
  return locals;
}
