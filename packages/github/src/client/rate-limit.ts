import { type AnswerHeaders, retryAfterMs, type UpstreamAnswer } from '@portolan/runtime/upstream';
import * as z from 'zod';

/** GitHub asks for at least a minute where it names no time ("Best practices for using the REST API"). */
const unnamedWaitMs = 60_000;

/**
 * How long GitHub asks to wait: 429, the primary limit used up, a secondary limit by whatever name, and
 * `RATE_LIMITED` inside a GraphQL answer that looks like a success.
 */
export function rateLimitMs(answer: UpstreamAnswer): number | undefined {
  const { status, headers } = answer;
  if (status === 429) return retryAfterMs(headers) ?? unnamedWaitMs;
  if (status === 403) {
    const named = retryAfterMs(headers);
    if (named !== undefined) return named;
    return /secondary rate limit|abuse detection|api rate limit exceeded/i.test(answer.text())
      ? unnamedWaitMs
      : undefined;
  }
  if (status !== 200 || !isGraphql(answer.url)) return undefined;
  return saysRateLimited(answer.text()) ? (retryAfterMs(headers) ?? unnamedWaitMs) : undefined;
}

const isGraphql = (url: string) => new URL(url).pathname.endsWith('/graphql');

const graphqlErrors = z.object({ errors: z.array(z.object({ type: z.string().optional() })) });

function saysRateLimited(text: string): boolean {
  // Most answers are no errors, and parsing them twice would be dear.
  if (!text.includes('RATE_LIMITED')) return false;
  const parsed = graphqlErrors.safeParse(parse(text));
  return parsed.success && parsed.data.errors.some(({ type }) => type === 'RATE_LIMITED');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The budget GitHub counts a request against, by its path ("Rate limits for the REST API"). */
export function budgetOf({ pathname }: URL): string {
  const path = pathname.replace(/^\/api(\/v3)?\//, '/');
  if (path === '/graphql') return 'graphql';
  if (path === '/search/code') return 'code_search';
  return path.startsWith('/search/') ? 'search' : 'core';
}

/** What the headers of an answer say of the budget it counted against. */
export interface Budget {
  readonly resource: string;
  readonly limit: number;
  readonly remaining: number;
  /** ISO 8601. */
  readonly resetAt: string;
}

export function budgetIn(headers: AnswerHeaders): Budget | undefined {
  const number = (name: string) => {
    const value = headers.get(`x-ratelimit-${name}`);
    return value !== null && /^\d{1,12}$/.test(value) ? Number(value) : undefined;
  };
  const limit = number('limit');
  const remaining = number('remaining');
  const reset = number('reset');
  if (limit === undefined || remaining === undefined || reset === undefined) return undefined;
  const resource = /^\w{1,40}$/.exec(headers.get('x-ratelimit-resource') ?? '')?.[0] ?? 'core';
  return { resource, limit, remaining, resetAt: new Date(reset * 1_000).toISOString() };
}

/** The headers of an answer of Octokit. */
export const headersOf = (headers: object): Headers =>
  new Headers(
    Object.entries(headers).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, String(value)]],
    ),
  );
