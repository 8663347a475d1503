import { ToolError } from '@portolan/runtime';
import { CircuitOpen } from '@portolan/runtime/upstream';

/** An answer that did not come, or came broken, says nothing of what was done. */
export const isUncertain = (error: unknown): error is ToolError =>
  error instanceof ToolError &&
  !wasNotSent(error.cause) &&
  ['unavailable', 'timeout', 'upstream_error', 'too_large'].includes(error.code) &&
  (error.data?.slackError === undefined || error.code === 'unavailable');

const wasNotSent = (cause: unknown): boolean =>
  cause instanceof CircuitOpen || (cause instanceof Error && 'sent' in cause && cause.sent === false);

/** The error of a change that may have been made all the same, which a second call would make twice. */
export function asUncertain(error: unknown): unknown {
  if (!isUncertain(error)) return error;
  const { code, message, cause, data, retryAfterMs } = error;
  return new ToolError(code, message, {
    cause,
    next: 'The change may have been made: look before you call again.',
    data: { ...data, outcome: 'unknown' },
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}
