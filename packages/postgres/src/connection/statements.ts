import { ToolError } from '@portolan/runtime';
import type { CallOptions, TransactionWork } from './database.ts';
import { encode, SYNC } from './encode.ts';
import type { EnvelopeOptions } from './envelope.ts';
import { Flight, type FlightResult, type Step, type StepResult } from './flight.ts';
import type { Session } from './open-session.ts';
import type { Turn } from './turns.ts';

export const rollback: Step = { text: 'ROLLBACK', rowless: true };
const commit: Step = { text: 'COMMIT', rowless: true };
/** Leaves no setting, lock, temporary table, listener or prepared statement of a call behind. */
export const discard: Step = { text: 'DISCARD ALL', rowless: true };

/**
 * What ends each read. To discard in the same flight costs the server and us one packet less than behind it,
 * and more than what the answer waits for it. A pooler's connection is not ours between transactions.
 */
const endOfRead = encode([rollback, discard], undefined, SYNC);
const endOfPooledRead = encode([rollback], undefined, SYNC);

/** Statements in one read-only transaction that is rolled back, in one round trip. */
export async function readIn(
  turn: Turn,
  steps: readonly Step[],
  { timeoutMs, lockTimeoutMs, takesPart = false }: CallOptions,
): Promise<FlightResult> {
  const { session, role } = turn;
  const { bytes, statements } = session.beginning({ access: 'read', timeoutMs, lockTimeoutMs, role });
  const { promise, resolve, reject } = Promise.withResolvers<FlightResult>();
  const end = session.startUp === 'none' ? endOfPooledRead : endOfRead;
  session.link.send(encode(steps, bytes, end), new Flight(steps, statements, { resolve, reject }));
  const done = await promise;
  if (done.overflow) await abandon(session);
  if (done.overflow && !(takesPart && done.steps.length === steps.length)) throw tooMuch();
  turn.isClean = true;
  return done;
}

/** Work in a transaction of its own. */
export async function transactIn<Result>(
  { session, role }: Turn,
  { access, timeoutMs, lockTimeoutMs, snapshot }: CallOptions & Pick<EnvelopeOptions, 'access'>,
  work: TransactionWork<Result>,
): Promise<Result> {
  const { link, version, processId } = session;
  await link.begin(session.beginning({ access, timeoutMs, lockTimeoutMs, role, snapshot }));
  const run = async (...steps: readonly Step[]) => {
    const done = await link.fly(...steps);
    if (!done.overflow) return done.steps;
    await abandon(session);
    throw tooMuch();
  };
  const { result, end } = await work({ version, processId, run });
  if (!session.broken) await link.fly(end === 'commit' ? commit : rollback);
  return result;
}

/** A statement outside any transaction. */
export async function runAlone({ session }: Turn, step: Step): Promise<StepResult> {
  const [first] = (await session.link.fly(step)).steps;
  if (first === undefined) throw new Error('A flight answers each step.');
  return first;
}

const tooMuch = () =>
  new ToolError('too_large', 'The database answers more than a call may receive.', {
    next: 'Ask for less: fewer or shorter columns in RETURNING, one schema or table instead of all.',
  });

/** More came than a call may take: the rest is not wanted. */
async function abandon(session: Session): Promise<void> {
  session.broken = true;
  // Its connection is closed already, which ends the statement too, if later.
  await session.cancel().catch(() => {});
}
