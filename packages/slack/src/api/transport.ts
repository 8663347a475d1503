import { fail, parseValue, ToolError } from '@portolan/runtime';
import { retryAfterMs, type Upstream, type UpstreamResponse } from '@portolan/runtime/upstream';
import { Done } from '../reading/shapes.ts';
import type { Budget, Budgets } from './budgets.ts';
import { Refused, refusalOf } from './explain-error.ts';
import { factsOf, type MethodName, restrictable } from './methods.ts';
import { type RateMode, restrictedCalls } from './rate-mode.ts';
import { asUncertain } from './uncertain.ts';

/** How long a method is left alone where Slack does not say how long: the window of every tier. */
const defaultRetryAfterMs = 60_000;
/** What to do about an answer in another form than Slack's. */
export const tellOperator =
  'Call again; if it stays so, tell the operator: the API may have changed, or something stands between.';
/** chat.postMessage: one a second for each channel. */
const postWindowMs = 1_000;

export interface TransportOptions {
  readonly upstream: Upstream;
  readonly budgets: Budgets;
  readonly rateMode: RateMode;
  /** What shares Slack's limits: the workspace. */
  readonly scope: string;
}

export interface TransportCall {
  readonly token: string;
  readonly signal: AbortSignal;
}

/** One call of a method, its arguments as a form. */
export interface AskedCall {
  readonly method: MethodName;
  readonly body: string;
}

/**
 * Makes one call within the budget of its method, on the way that every upstream of the runtime has.
 *
 * @returns an answer that says `ok`
 * @throws ToolError for a refusal, as Slack means it
 */
export async function sendCall(
  options: TransportOptions,
  asked: AskedCall,
  call: TransportCall,
): Promise<object> {
  const { method, body } = asked;
  const budget = budgetOf(options, method);
  await options.budgets.take(budget, call.signal);
  if (method === 'chat.postMessage') await takePost(options, body, call.signal);
  try {
    return await answerOf(options, { ...asked, budget }, call);
  } catch (error) {
    throw factsOf(method).effect === 'write' ? asUncertain(error) : error;
  }
}

interface Asked extends AskedCall {
  readonly budget: Budget;
}

async function answerOf(options: TransportOptions, asked: Asked, call: TransportCall): Promise<object> {
  const { method, budget } = asked;
  const response = await send(options, asked, call);
  const answer = response.json();
  const refused = parseValue(Refused, answer);
  if (refused.success) {
    if (refused.data.error === 'ratelimited' || refused.data.error === 'rate_limited') {
      limited(options, method, budget, retryAfterMs(response.headers));
    }
    throw refusalOf(method, refused.data);
  }
  const done = parseValue(Done, answer);
  if (!done.success)
    return fail('upstream_error', 'Slack answered with something that is no answer.', { next: tellOperator });
  const scopes = response.headers.get('x-oauth-scopes');
  return scopes === null ? done.data : { ...done.data, scopes: scopes.trim().split(/\s*,\s*/) };
}

async function send(
  { upstream, ...options }: TransportOptions,
  { method, body, budget }: Asked,
  { token, signal }: TransportCall,
): Promise<UpstreamResponse> {
  try {
    return await upstream.fetch(
      {
        method: 'POST',
        path: method,
        body,
        headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      },
      {
        signal,
        credential: token,
        read: factsOf(method).effect === 'read',
        accept: (status) => status === 200,
      },
    );
  } catch (error) {
    if (error instanceof ToolError && error.code === 'rate_limited') {
      return limited({ upstream, ...options }, method, budget, error.retryAfterMs);
    }
    throw error;
  }
}

function limited(
  { budgets, rateMode }: TransportOptions,
  method: MethodName,
  budget: Budget,
  askedMs: number | undefined,
): never {
  const waitMs = askedMs ?? defaultRetryAfterMs;
  if (restrictable.has(method)) rateMode.sawRateLimit(waitMs, budgets.used(budget.key));
  budgets.block(budget.key, waitMs);
  const mode = restrictable.has(method) && rateMode.restricted ? `, once a minute for this app` : '';
  return fail('rate_limited', `Slack limits ${method} in this workspace now${mode}.`, {
    retryAfterMs: waitMs,
    next: 'Wait for retryAfterMs milliseconds, then call again; other tools go on meanwhile.',
    data: { method },
  });
}

function budgetOf({ rateMode, scope }: TransportOptions, method: MethodName): Budget {
  const calls = restrictable.has(method) && rateMode.restricted ? restrictedCalls : factsOf(method).perMinute;
  return { key: `${scope} ${method}`, calls, method };
}

async function takePost({ budgets, scope }: TransportOptions, body: string, signal: AbortSignal) {
  const channel = new URLSearchParams(body).get('channel') ?? '';
  const method = 'chat.postMessage';
  await budgets.take(
    { key: `${scope} ${method} ${channel}`, calls: 1, windowMs: postWindowMs, method },
    signal,
  );
}
