import { expect, test } from 'vitest';
import { answerHeaders } from './answer-headers.ts';
import { retryAfterMs } from './retry-after.ts';

const now = Date.parse('2026-03-01T12:00:00Z');

test.each([
  ['0', 0],
  ['3', 3_000],
  ['1.5', 1_500],
  ['Sun, 01 Mar 2026 12:00:05 GMT', 5_000],
  ['Sunday, 01-Mar-26 12:00:05 GMT', 5_000],
  ['Sun Mar  1 12:00:05 2026', 5_000],
  ['Sun, 01 Mar 2026 11:00:00 GMT', 0],
  ['999999999999', 86_400_000],
  ['Fri, 31 Dec 9999 23:59:59 GMT', 86_400_000],
  ['-5', undefined],
  ['', undefined],
  ['soon', undefined],
  ['1e9', undefined],
  ['5 apples', undefined],
  ['NaN', undefined],
  ['Sun, 99 Foo 2026 12:00:05 GMT', undefined],
  ['3, 5', undefined],
])('Retry-After %j is %s', (value, ms) => {
  expect(retryAfterMs(answerHeaders([['retry-after', value]]), now)).toBe(ms);
});

test.each([
  [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(now / 1_000 + 30) }, 30_000],
  [{ 'ratelimit-remaining': '0', 'ratelimit-reset': '12' }, 12_000],
  [{ 'x-ratelimit-remaining': '7', 'x-ratelimit-reset': '12' }, undefined],
  [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': 'later' }, undefined],
  [{ 'x-ratelimit-remaining': '0' }, undefined],
  [{ 'retry-after': 'bad', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '9' }, 9_000],
])('rate headers %j are %s', (headers, ms) => {
  expect(retryAfterMs(answerHeaders(Object.entries(headers)), now)).toBe(ms);
});
