/** How a method is limited. */
export interface Limit {
  /** Calls let through in each minute of the real clock. */
  readonly perMinute: number;
  /** What `Retry-After` says; left out of the answer where it is undefined. */
  readonly retryAfter?: string;
  /** Whether the refusal is an `ok: false` in a 200, as some gateways make it. */
  readonly in200?: boolean;
}

export interface Limits {
  set(method: string, limit: Limit | undefined): void;
  /** The limit that a call now meets. */
  hit(method: string, key: string): Limit | undefined;
}

const minuteMs = 60_000;

/** Limits by method and credential, as Slack counts: for each method and workspace apart. */
export function createLimits(): Limits {
  const limits = new Map<string, Limit>();
  const calls = new Map<string, number[]>();
  return {
    set(method, limit) {
      if (limit === undefined) limits.delete(method);
      else limits.set(method, limit);
    },
    hit(method, key) {
      const limit = limits.get(method);
      if (limit === undefined) return undefined;
      const name = `${method} ${key}`;
      const recent = (calls.get(name) ?? []).filter((at) => at > performance.now() - minuteMs);
      if (recent.length >= limit.perMinute) return limit;
      calls.set(name, [...recent, performance.now()]);
      return undefined;
    },
  };
}
