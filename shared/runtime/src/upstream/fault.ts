import { TimeRanOut } from './abort.ts';
import type { AnswerHeaders } from './answer-headers.ts';
import { proxyRefusal } from './proxy.ts';

/** The request did not reach the upstream, or its answer did not reach us. */
export class NetworkFault extends Error {
  override readonly name = 'NetworkFault';
  /** Whether the upstream may have seen the request. */
  readonly sent: boolean;

  constructor(sent: boolean, cause: unknown) {
    super(sent ? 'The connection broke.' : 'No connection could be made.', { cause });
    this.sent = sent;
  }
}

/** The upstream answered with a status that is an error. */
export class StatusFault extends Error {
  override readonly name = 'StatusFault';
  readonly status: number;
  readonly headers: AnswerHeaders;
  readonly retryAfterMs: number | undefined;
  /** The start of the body, as the upstream wrote it. */
  readonly text: string;
  /** Whether calls come too often: because of the status, or by the upstream's own rule. */
  readonly limited: boolean;

  constructor(
    status: number,
    headers: AnswerHeaders,
    retryAfterMs: number | undefined,
    text: string,
    limited = status === 429 || (status === 403 && retryAfterMs !== undefined),
  ) {
    super(`The status was ${status}.`);
    this.status = status;
    this.headers = headers;
    this.retryAfterMs = retryAfterMs;
    this.text = text;
    this.limited = limited;
  }
}

/** A redirect that is not followed. */
export class RedirectFault extends Error {
  override readonly name = 'RedirectFault';
  readonly status: number;
  readonly headers: AnswerHeaders;

  constructor(problem: string, status: number, headers: AnswerHeaders) {
    super(problem);
    this.status = status;
    this.headers = headers;
  }
}

/** What a broken connection throws, as a fault; the signal's reason stays what it is. */
export function networkFault(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  return new NetworkFault(!failedToConnect(error), error);
}

/** Whether no connection was made, on any of the addresses tried: then nothing can have been sent. */
function failedToConnect(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.length > 0 && error.errors.every(failedToConnect);
  if (!(error instanceof Error)) return false;
  if ('syscall' in error && (error.syscall === 'connect' || error.syscall === 'getaddrinfo')) return true;
  return proxyRefusal(error) !== undefined || failedToConnect(error.cause);
}

/** Answers after which the same request may do better (RFC 9110; 425 from RFC 8470). */
const transient = new Set([408, 425, 429, 500, 502, 503, 504]);

/**
 * Whether a failed request may be sent again. One that is not repeatable never is, unless no connection was
 * ever made.
 */
export function mayRepeat(error: unknown, repeatable: boolean): boolean | { readonly afterMs: number } {
  if (error instanceof NetworkFault) return repeatable || !error.sent;
  if (error instanceof TimeRanOut) return repeatable;
  if (!(error instanceof StatusFault) || !repeatable) return false;
  if (!transient.has(error.status) && !error.limited) return false;
  return error.retryAfterMs === undefined ? true : { afterMs: error.retryAfterMs };
}

/** What a failure says of the upstream, for its circuit. */
export function judge(error: unknown): 'broken' | 'works' | 'nothing' {
  if (error instanceof NetworkFault || error instanceof TimeRanOut) return 'broken';
  if (error instanceof StatusFault) return error.status >= 500 ? 'broken' : 'works';
  return 'nothing';
}
