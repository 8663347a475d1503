import type { AnswerHeaders } from './answer-headers.ts';

/** No wait is believed to be longer than a day. */
const longestMs = 86_400_000;

/**
 * How long an answer asks to wait, from `Retry-After` (RFC 9110, seconds or a date) or, where a limit is used
 * up, from `X-RateLimit-Reset` (seconds from now, or since 1970).
 *
 * @param nowMs the time since 1970
 * @returns milliseconds, or undefined where the answer says nothing that can be used
 */
export function retryAfterMs(headers: AnswerHeaders, nowMs: number = Date.now()): number | undefined {
  return bounded(parseRetryAfter(headers.get('retry-after'), nowMs) ?? parseReset(headers, nowMs));
}

function parseRetryAfter(value: string | null, nowMs: number): number | undefined {
  if (value === null) return undefined;
  if (/^\d+(\.\d+)?$/.test(value.trim())) return Number(value) * 1_000;
  // `Date.parse` reads nearly anything as a date, so the form of an HTTP date is checked first.
  if (!/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? .*\d\d:\d\d:\d\d/.test(value)) return undefined;
  const date = Date.parse(/GMT$/.test(value) ? value : `${value} GMT`);
  return Number.isNaN(date) ? undefined : date - nowMs;
}

function parseReset(headers: AnswerHeaders, nowMs: number): number | undefined {
  const remaining = headers.get('x-ratelimit-remaining') ?? headers.get('ratelimit-remaining');
  const reset = headers.get('x-ratelimit-reset') ?? headers.get('ratelimit-reset');
  if (remaining !== '0' || reset === null || !/^\d+$/.test(reset)) return undefined;
  const seconds = Number(reset);
  // A number of this size can only be a time since 1970 (it is 2001 or later).
  return seconds > 1_000_000_000 ? seconds * 1_000 - nowMs : seconds * 1_000;
}

const bounded = (ms: number | undefined) =>
  ms === undefined ? undefined : Math.ceil(Math.min(Math.max(ms, 0), longestMs));
