import { fail, ToolError } from '@portolan/runtime';
import type { Upstream, UpstreamResponse } from '@portolan/runtime/upstream';
import { Done } from '../reading/shapes.ts';
import type { Budget, Budgets } from './budgets.ts';
import { Refused, refusalOf } from './explain-error.ts';
import { factsOf, restrictable } from './methods.ts';
import { type RateMode, restrictedCalls } from './rate-mode.ts';
import { asUncertain } from './uncertain.ts';

/** How long a method is left alone where Slack does not say how long: the window of every tier. */
const defaultRetryAfterMs = 60_000;
/** A day, as everywhere: a longer wait is a fault of who says it. */
const longestRetryAfterS = 86_400;
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

/**
 * What the Slack library sends with: one request, within the budget of its method, on the way that every
 * upstream of the runtime has. Refusals leave here as errors for the caller, so that the library never words one.
 */
export function createTransport(options: TransportOptions, call: TransportCall): typeof fetch {
  return async (input, init) => {
    const method = methodOf(input);
    const body = typeof init?.body === 'string' ? init.body : '';
    const budget = budgetOf(options, method);
    await options.budgets.take(budget, call.signal);
    if (method === 'chat.postMessage') await takePost(options, body, call.signal);
    const answer = await answerOf(options, { method, body, budget }, call).catch((error: unknown) => {
      throw factsOf(method).effect === 'write' ? asUncertain(error) : error;
    });
    return new Response(answer.text(), { status: 200, headers: answer.headers });
  };
}

interface Asked {
  readonly method: string;
  readonly body: string;
  readonly budget: Budget;
}

/** The answer to one request, when it is one that says `ok`. */
async function answerOf(
  options: TransportOptions,
  asked: Asked,
  call: TransportCall,
): Promise<UpstreamResponse> {
  const { method, body, budget } = asked;
  const response = await send(options, method, body, budget, call);
  const answer = response.json();
  const refused = Refused.safeParse(answer);
  if (refused.success) {
    if (refused.data.error === 'ratelimited' || refused.data.error === 'rate_limited') {
      limited(options, method, budget, retryAfterOf(response));
    }
    throw refusalOf(method, refused.data);
  }
  // The library takes anything for an answer.
  if (!Done.safeParse(answer).success) {
    fail('upstream_error', 'Slack answered with something that is no answer.');
  }
  return response;
}

async function send(
  { upstream, ...options }: TransportOptions,
  method: string,
  body: string,
  budget: Budget,
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
  method: string,
  budget: Budget,
  retryAfterMs = defaultRetryAfterMs,
): never {
  if (restrictable.has(method)) rateMode.sawRateLimit(retryAfterMs, budgets.used(budget.key));
  budgets.block(budget.key, retryAfterMs);
  const mode = restrictable.has(method) && rateMode.restricted ? `, once a minute for this app` : '';
  return fail('rate_limited', `Slack limits ${method} in this workspace now${mode}.`, {
    retryAfterMs,
    next: 'Wait for retryAfterMs milliseconds, then call again; other tools go on meanwhile.',
    data: { method },
  });
}

function budgetOf({ rateMode, scope }: TransportOptions, method: string): Budget {
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

function retryAfterOf({ headers }: UpstreamResponse): number | undefined {
  const seconds = headers.get('retry-after');
  return seconds !== null && /^\d{1,6}$/.test(seconds)
    ? Math.min(Number(seconds), longestRetryAfterS) * 1_000
    : undefined;
}

/** The library puts the method at the end of the API's address. */
function methodOf(input: Parameters<typeof fetch>[0]): string {
  const url = new URL(input instanceof Request ? input.url : input);
  return url.pathname.split('/').at(-1) ?? '';
}
