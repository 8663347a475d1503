import { errorCode } from '../errors/error-code.ts';
import { type FailDetails, ToolError } from '../errors/tool-error.ts';
import { TimeRanOut } from './abort.ts';
import { CircuitOpen } from './circuit.ts';
import { NetworkFault, RedirectFault, StatusFault } from './fault.ts';
import { GateFull } from './gate.ts';
import { RefusedAddress } from './guarded-lookup.ts';
import { proxyRefusal } from './proxy.ts';
import { BodyTooLarge } from './read-body.ts';
import type { Refusal } from './types.ts';

const maxTextLength = 500;
const maxErrorLength = 4_096;
/** What callers are told where the upstream does not say how long to wait. */
const defaultRetryAfterMs = 1_000;
const defaultRateLimitMs = 60_000;

/** What a fault is worded with. */
export interface ErrorContext {
  /** What the upstream is called. */
  readonly name: string;
  /** Takes secrets out of the upstream's text. */
  readonly redact: (text: string) => string;
  /** Whether the request changes nothing. */
  readonly read: boolean;
  readonly explain?: (refusal: Refusal) => ToolError | undefined;
}

/** A fault as the caller sees it; anything that is not one of ours stays what it is. */
export function toolErrorOf(error: unknown, context: ErrorContext): unknown {
  const { name } = context;
  const cause = error;
  if (error instanceof StatusFault) return statusError(error, context);
  if (error instanceof CircuitOpen) {
    const { retryAfterMs } = error;
    return new ToolError('unavailable', `${name} kept failing and is not asked now.`, {
      retryAfterMs,
      cause,
    });
  }
  if (error instanceof TimeRanOut) {
    return new ToolError('timeout', `${name} did not answer in time.`, { cause, ...uncertainty(context) });
  }
  if (error instanceof GateFull) {
    const retryAfterMs = defaultRetryAfterMs;
    return new ToolError('busy', `Too many calls to ${name} are under way.`, { retryAfterMs, cause });
  }
  if (error instanceof NetworkFault) return networkError(error, context);
  if (error instanceof BodyTooLarge) {
    return new ToolError('too_large', `The answer of ${name} is over the size limit.`, {
      cause,
      ...uncertainty(context),
    });
  }
  if (error instanceof RefusedAddress) {
    return new ToolError('unavailable', `${name} is at an address that is never asked.`, {
      next: 'Tell the operator: the name of its host leads to a link-local address, or to none.',
      cause,
    });
  }
  if (error instanceof RedirectFault) return redirectError(error, context);
  return error;
}

function networkError(error: NetworkFault, context: ErrorContext): ToolError {
  const { name } = context;
  const details: FailDetails = { retryAfterMs: defaultRetryAfterMs, cause: error };
  const refused = proxyRefusal(error.cause);
  if (refused !== undefined) {
    return new ToolError('unavailable', `The proxy before ${name} refused the connection with ${refused}.`, {
      ...details,
      next: 'Look at HTTPS_PROXY and NO_PROXY in the environment of the server.',
    });
  }
  if (!error.sent) {
    const why = errorCode(error.cause);
    return new ToolError('unavailable', `${name} cannot be reached${why ? ` (${why})` : ''}.`, details);
  }
  return new ToolError('unavailable', `The connection to ${name} broke.`, {
    ...details,
    ...uncertainty(context),
  });
}

/** A change whose answer did not come, or was a fault of the upstream, may have been made all the same. */
const uncertainty = ({ read }: Pick<ErrorContext, 'read'>): FailDetails =>
  read
    ? {}
    : {
        next: 'The change may have been made: look before you call again.',
        data: { outcome: 'unknown' },
      };

function redirectError(fault: RedirectFault, { name, read, explain }: ErrorContext): ToolError {
  const { status, headers } = fault;
  const refusal = { status, headers, text: '', retryAfterMs: undefined, limited: false, read };
  return explain?.(refusal) ?? new ToolError('upstream_error', `${name} ${fault.message}.`, { cause: fault });
}

function statusError(fault: StatusFault, { name, redact, read, explain }: ErrorContext): ToolError {
  const { status, headers, retryAfterMs, limited } = fault;
  const text = redact(printable(fault.text));
  const explained = explain?.({ status, headers, text, retryAfterMs, limited, read });
  if (explained) return explained;
  const untrustedUpstreamText = text.slice(0, maxTextLength);
  const data = { status, ...(untrustedUpstreamText === '' ? {} : { untrustedUpstreamText }) };
  // No cause: the fault holds the text as it came.
  const details: FailDetails = { data };
  if (limited) {
    const waitMs = retryAfterMs ?? defaultRateLimitMs;
    return new ToolError('rate_limited', `${name} limits the rate of calls.`, {
      ...details,
      retryAfterMs: waitMs,
    });
  }
  if (status === 401 || status === 403) {
    return new ToolError('permission_denied', `${name} refused access (status ${status}).`, details);
  }
  const unsure = status >= 500 ? uncertainty({ read }) : {};
  const more: FailDetails = { ...details, ...unsure, data: { ...data, ...unsure.data } };
  if (status === 502 || status === 503 || status === 504) {
    const waitMs = retryAfterMs ?? defaultRetryAfterMs;
    return new ToolError('unavailable', `${name} is not available (status ${status}).`, {
      ...more,
      retryAfterMs: waitMs,
    });
  }
  return new ToolError('upstream_error', `${name} answered with status ${status}.`, more);
}

/**
 * An answer that should be JSON and is not: it was cut, or something on the way answered in the upstream's place.
 *
 * @param body whole, as it came
 */
export function notJson(status: number, body: string, { name, redact, read }: ErrorContext): ToolError {
  // What a cut would leave of a secret is not found any more, so it is cut twice.
  const text = redact(printable(body.slice(0, maxErrorLength))).slice(0, maxTextLength);
  const { next, data } = uncertainty({ read });
  return new ToolError('upstream_error', `${name} answered with something that is not JSON.`, {
    next:
      next ??
      'Call again; if it stays so, tell the operator: something between, such as a proxy, may answer instead.',
    data: { status, ...(text !== '' && { untrustedUpstreamText: text }), ...data },
  });
}

/** Without control characters, which could move a terminal's cursor or hide text. */
const printable = (text: string) => text.replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ').trim();
