import { createHash } from 'node:crypto';
import { withTimeout } from './abort.ts';
import { type Answer, attempt, type Prepared } from './attempt.ts';
import { createCircuits } from './circuits.ts';
import { createEtagCache } from './etag-cache.ts';
import { parseExactJson } from './exact-json.ts';
import { judge, mayRepeat } from './fault.ts';
import { createGates } from './gate.ts';
import { createHolds } from './holds.ts';
import { prepare } from './prepare.ts';
import { textOf } from './read-body.ts';
import { retry } from './retry.ts';
import { type ErrorContext, notJson, toolErrorOf } from './tool-error-of.ts';
import type { FetchOptions, Upstream, UpstreamOptions, UpstreamResponse } from './types.ts';

/**
 * Makes the way to one HTTP upstream: every request has a deadline, bounded room, careful retries, a circuit
 * breaker and a bounded answer, and its credential goes to that origin only.
 *
 * @throws TypeError when the base URL is not one
 */
export function createUpstream(options: UpstreamOptions): Upstream {
  const baseUrl = new URL(options.baseUrl).href;
  const gates = createGates(options.maxQueue ?? 100);
  const holds = createHolds();
  const circuits = createCircuits({
    ...options.circuit,
    judge,
    onChange: (state) => {
      const { log, name } = options;
      if (state === 'open')
        log.warning(`${name} keeps failing for a credential and is not asked with it for a while.`);
      else log.info(`${name} answers again.`);
    },
  });
  const etags = createEtagCache({ log: options.log, ...(options.etags && { store: options.etags }) });

  const send = (request: Prepared, call: FetchOptions, signal: AbortSignal, deadlineAt: number) => {
    const { read } = request;
    const room = read ? (options.reads ?? 10) : (options.writes ?? 1);
    const account = digest(call.account ?? call.credential ?? '');
    const key = `${read ? 'read' : 'write'} ${account}`;
    const attemptOnce = () => {
      const way = { left: false };
      return circuits(
        account,
        () =>
          withTimeout(options.attemptTimeoutMs ?? 10_000, signal, (own, again) =>
            attempt(request, own, { alive: again, leaves: () => (way.left = true) }),
          ),
        // Who sends us on works, whatever the one we are sent to does.
        (error) => (way.left ? 'works' : judge(error)),
      );
    };
    const budget = options.budgetOf?.(request.url);
    const held = () => holds.run(`${account} ${budget}`, attemptOnce);
    const once = () => gates(key, room, budget === undefined ? attemptOnce : held, signal);
    return retry<Answer>(
      once,
      {
        attempts: options.attempts ?? 3,
        again: (error) => mayRepeat(error, read || call.idempotent === true),
        deadlineAt,
        ...(options.retryBaseMs !== undefined && { baseMs: options.retryBaseMs }),
      },
      signal,
    );
  };

  return {
    async fetch(request, call) {
      const prepared = prepare(request, call, { ...options, baseUrl });
      const timeoutMs = call.timeoutMs ?? options.timeoutMs ?? 30_000;
      const deadlineAt = performance.now() + timeoutMs;
      const { name, explain } = options;
      const contextOf = (): ErrorContext => ({
        name,
        read: prepared.read,
        redact: (text) => redaction(call.credential, options)(text),
        ...(explain && { explain }),
      });
      try {
        const answer = await withTimeout(timeoutMs, call.signal, (signal) =>
          etags.send(prepared, (actual) => send(actual, call, signal, deadlineAt)),
        );
        return responseOf(answer, contextOf());
      } catch (error) {
        call.signal.throwIfAborted();
        throw toolErrorOf(error, contextOf());
      }
    },
    close: () => etags.close(),
  };
}

const digest = (credential: string) => createHash('sha256').update(credential).digest('base64url');

/** Takes out the credential, by itself and in the form it is sent in, then whatever else looks secret. */
function redaction(credential: string | undefined, { redactor, authorize }: UpstreamOptions) {
  const sent = credential && authorize ? Object.values(authorize(credential)) : [];
  const secrets = [...sent, credential ?? ''].filter((secret) => secret !== '');
  return (text: string): string => {
    const own = secrets.reduce((rest, secret) => rest.replaceAll(secret, '[redacted]'), text);
    return redactor?.text(own) ?? own;
  };
}

function responseOf(
  answer: Answer & { readonly revalidated: boolean },
  context: ErrorContext,
): UpstreamResponse {
  const text = () => textOf(answer.body);
  return {
    ...answer,
    text,
    json() {
      try {
        return parseExactJson(text());
      } catch {
        // Its error quotes the body, and is left out of ours.
        throw notJson(answer.status, text(), context);
      }
    },
  };
}
