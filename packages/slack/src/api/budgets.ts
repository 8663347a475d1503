import { fail } from '@portolan/runtime';
import { pause } from '@portolan/runtime/upstream';

const minuteMs = 60_000;
/** A wait up to this long is not worth an error. */
const longestWaitMs = 5_000;

/** Budgets remembered at most, of tokens, methods and channels. */
const mostKept = 10_000;

/** What is counted together, and how much of it fits into how long. */
export interface Budget {
  readonly key: string;
  readonly calls: number;
  readonly windowMs?: number;
  /** For the error: `conversations.list`. */
  readonly method: string;
}

export interface Budgets {
  /**
   * Takes one call, after a short wait where that helps.
   *
   * @throws ToolError `rate_limited` with the time after which there is room; nothing was sent
   */
  take(budget: Budget, signal: AbortSignal): Promise<void>;
  /** Slack said itself that nothing goes for so long. */
  block(key: string, ms: number): void;
  /** Calls taken in the last minute. */
  used(key: string): number;
}

/** Counts calls over a sliding window, so that Slack's limits are met before Slack has to say so. */
export function createBudgets(now: () => number = () => performance.now()): Budgets {
  const taken = new Map<string, number[]>();
  const blocked = new Map<string, number>();

  /** Ordered by the last call: what is first was quiet for longest. */
  const forgetQuiet = () => {
    for (const [key, times] of taken) {
      const quiet = (times.at(-1) ?? 0) <= now() - minuteMs;
      if (!quiet && taken.size <= mostKept) break;
      taken.delete(key);
    }
    for (const [key, until] of blocked) {
      if (until > now() && blocked.size <= mostKept) break;
      blocked.delete(key);
    }
  };
  /** Milliseconds until there is room. */
  const waitMs = ({ key, calls, windowMs = minuteMs }: Budget): number => {
    const recent = (taken.get(key) ?? []).filter((at) => at > now() - windowMs);
    if (recent.length === 0) taken.delete(key);
    else taken.set(key, recent);
    const free = recent[recent.length - calls];
    const ofWindow = free === undefined ? 0 : free + windowMs - now();
    return Math.max(ofWindow, (blocked.get(key) ?? 0) - now(), 0);
  };

  return {
    async take(budget, signal) {
      for (let wait = waitMs(budget); wait > 0; wait = waitMs(budget)) {
        if (wait > longestWaitMs) refuse(budget, Math.ceil(wait));
        await pause(wait, signal);
      }
      blocked.delete(budget.key);
      const times = [...(taken.get(budget.key) ?? []), now()];
      taken.delete(budget.key);
      taken.set(budget.key, times);
      forgetQuiet();
    },
    block(key, ms) {
      blocked.delete(key);
      blocked.set(key, now() + ms);
      forgetQuiet();
    },
    used: (key) => (taken.get(key) ?? []).filter((at) => at > now() - minuteMs).length,
  };
}

function refuse({ method, calls, windowMs = minuteMs }: Budget, retryAfterMs: number): never {
  const window = windowMs === minuteMs ? 'a minute' : `in ${windowMs / 1_000} s`;
  fail('rate_limited', `Slack allows ${calls} × ${method} ${window} in a workspace, and they are used up.`, {
    retryAfterMs,
    next: 'Wait for retryAfterMs milliseconds, then call again; other tools go on meanwhile.',
    data: { method },
  });
}
