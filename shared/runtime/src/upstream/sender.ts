import { createHash } from 'node:crypto';
import { withTimeout } from './abort.ts';
import { type Answer, attempt, type Prepared } from './attempt.ts';
import { createCircuits } from './circuits.ts';
import { judge, mayRepeat } from './fault.ts';
import { createGates } from './gate.ts';
import { createHolds } from './holds.ts';
import { retry } from './retry.ts';
import type { FetchOptions, UpstreamOptions } from './types.ts';

type Circuits = ReturnType<typeof createCircuits>;

/** Sends one request, again where it may, until its deadline. */
type Sender = (
  request: Prepared,
  call: FetchOptions,
  signal: AbortSignal,
  deadlineAt: number,
) => Promise<Answer>;

/** Every attempt waits for room among those of its account, for its budget, and for the circuit. */
export function createSender(options: UpstreamOptions): Sender {
  const gates = createGates(options.maxQueue ?? 100);
  const holds = createHolds();
  const circuits = circuitsOf(options);
  return (request, call, signal, deadlineAt) => {
    const { read } = request;
    const room = read ? (options.reads ?? 10) : (options.writes ?? 1);
    const account = digest(call.account ?? call.credential ?? '');
    const attemptOnce = () => throughCircuit(circuits, account, request, options, signal);
    const budget = options.budgetOf?.(request.url);
    const held = () => holds.run(`${account} ${budget}`, attemptOnce);
    const key = `${read ? 'read' : 'write'} ${account}`;
    return retry<Answer>(
      () => gates(key, room, budget === undefined ? attemptOnce : held, signal),
      {
        attempts: options.attempts ?? 3,
        again: (error) => mayRepeat(error, read || call.idempotent === true),
        deadlineAt,
        ...(options.retryBaseMs !== undefined && { baseMs: options.retryBaseMs }),
      },
      signal,
    );
  };
}

const circuitsOf = ({ circuit, log, name }: UpstreamOptions): Circuits =>
  createCircuits({
    ...circuit,
    judge,
    onChange: (state) => {
      if (state === 'open')
        log.warning(`${name} keeps failing for a credential and is not asked with it for a while.`);
      else log.info(`${name} answers again.`);
    },
  });

function throughCircuit(
  circuits: Circuits,
  account: string,
  request: Prepared,
  { attemptTimeoutMs = 10_000 }: UpstreamOptions,
  signal: AbortSignal,
): Promise<Answer> {
  const way = { left: false };
  return circuits(
    account,
    () =>
      withTimeout(attemptTimeoutMs, signal, (own, again) =>
        attempt(request, own, { alive: again, leaves: () => (way.left = true) }),
      ),
    // Who sends us on works, whatever the one we are sent to does.
    (error) => (way.left ? 'works' : judge(error)),
  );
}

const digest = (credential: string) => createHash('sha256').update(credential).digest('base64url');
