import { Refusal } from '../http/reply.ts';
import type { Bucket } from '../http/route.ts';
import type { Credential } from '../state/credential.ts';

/** What is left of an hour's (or a minute's) requests. */
export interface Budget {
  limit: number;
  used: number;
  /** Seconds since 1970. */
  reset: number;
}

/** How many requests GitHub allows: core and GraphQL an hour, searches a minute. */
const limits: Readonly<Record<Bucket, number>> = { core: 5000, graphql: 5000, search: 30, code_search: 10 };
const anonymousLimits: Readonly<Record<Bucket, number>> = {
  core: 60,
  graphql: 60,
  search: 10,
  code_search: 0,
};

const windowSeconds = (bucket: Bucket) => (bucket === 'core' || bucket === 'graphql' ? 3600 : 60);

/** How the next requests are refused. */
export interface Throttle {
  /** How many requests are refused. */
  times: number;
  readonly style: 'secondary' | 'abuse' | 'too-many-requests';
  readonly retryAfterSeconds: number | undefined;
}

/** Counts requests by token. */
export class Budgets {
  readonly #budgets = new Map<string, Budget>();
  readonly #throttles: Throttle[] = [];

  of(credential: Credential | undefined, bucket: Bucket): Budget {
    const key = `${credential?.token ?? ''} ${bucket}`;
    const held = this.#budgets.get(key);
    const now = Math.floor(Date.now() / 1000);
    if (held && held.reset > now) return held;
    const made = {
      limit: (credential ? limits : anonymousLimits)[bucket],
      used: 0,
      reset: now + windowSeconds(bucket),
    };
    this.#budgets.set(key, made);
    return made;
  }

  /** Leaves this many requests until a time in seconds since 1970. */
  set(credential: Credential | undefined, bucket: Bucket, remaining: number, reset?: number): void {
    const budget = this.of(credential, bucket);
    budget.used = Math.max(0, budget.limit - remaining);
    if (remaining > budget.limit) budget.limit = remaining;
    if (reset !== undefined) budget.reset = reset;
  }

  /** Refuses the next requests whatever their budgets. */
  throttle(throttle: Throttle): void {
    this.#throttles.push({ ...throttle });
  }

  /** @throws Refusal when the budget is used up or a throttle is on */
  take(credential: Credential | undefined, bucket: Bucket): void {
    const throttle = this.#throttles.find(({ times }) => times > 0);
    if (throttle) {
      throttle.times -= 1;
      throw throttled(throttle);
    }
    const budget = this.of(credential, bucket);
    if (budget.used >= budget.limit)
      throw bucket === 'graphql' ? graphqlExhausted(credential) : exhausted(credential);
    budget.used += 1;
  }

  /** A 304 costs nothing. */
  giveBack(credential: Credential | undefined, bucket: Bucket): void {
    const budget = this.of(credential, bucket);
    budget.used = Math.max(0, budget.used - 1);
  }
}

export const budgetHeaders = ({ limit, used, reset }: Budget, bucket: Bucket) => ({
  'x-ratelimit-limit': String(limit),
  'x-ratelimit-remaining': String(Math.max(0, limit - used)),
  'x-ratelimit-used': String(used),
  'x-ratelimit-reset': String(reset),
  'x-ratelimit-resource': bucket,
});

const exhausted = (credential: Credential | undefined) =>
  new Refusal(
    403,
    credential?.account
      ? `API rate limit exceeded for user ID ${credential.account.id}. If you reach out to GitHub Support for help, please include the request ID.`
      : "API rate limit exceeded for 127.0.0.1. (But here's the good news: Authenticated requests get a higher rate limit. Check out the documentation for more details.)",
  );

/** GraphQL says it inside a 200. */
const graphqlExhausted = (credential: Credential | undefined) => {
  const message = `API rate limit already exceeded for user ID ${credential?.account?.id ?? 0}.`;
  return new Refusal(200, message, { errors: [{ type: 'RATE_LIMITED', message }] });
};

const messages = {
  secondary:
    'You have exceeded a secondary rate limit. Please wait a few minutes before you try again. If you reach out to GitHub Support for help, please include the request ID.',
  abuse: 'You have triggered an abuse detection mechanism. Please wait a few minutes before you try again.',
  'too-many-requests': 'Too Many Requests',
} as const;

const throttled = ({ style, retryAfterSeconds }: Throttle) =>
  new Refusal(
    style === 'too-many-requests' ? 429 : 403,
    messages[style],
    {},
    retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) },
  );
