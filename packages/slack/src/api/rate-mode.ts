/** What newer distributed apps outside the Marketplace get (Slack, 29 May 2025): calls a minute, messages a page. */
export const restrictedCalls = 1;
const restrictedPage = 15;

/** Whether Slack limits this app's reading of history. */
export interface RateMode {
  readonly restricted: boolean;
  /** Set by the operator, or found out from an answer. */
  readonly how: 'setting' | 'detected' | 'assumed';
  /** Messages to ask for on one page. */
  page(wanted: number): number;
  /** Learns from a page: one that was cut to 15 although more was asked for and there is more. */
  sawPage(asked: number, given: number, more: boolean): void;
  /** Learns from a 429 of history or replies: a wait of most of a minute after fewer calls than the tier has. */
  sawRateLimit(retryAfterMs: number | undefined, callsInMinute: number): void;
}

/** A limit that is met after so few calls is not that of tier 3, which is 50 a minute. */
const fewCalls = 5;

export function createRateMode(
  setting: 'auto' | 'standard' | 'restricted',
  onDetect: () => void = () => {},
): RateMode {
  let detected = false;
  const detect = () => {
    if (setting !== 'auto' || detected) return;
    detected = true;
    onDetect();
  };
  const restricted = () => setting === 'restricted' || detected;
  return {
    get restricted() {
      return restricted();
    },
    get how() {
      if (setting !== 'auto') return 'setting';
      return detected ? 'detected' : 'assumed';
    },
    page: (wanted) => (restricted() ? Math.min(wanted, restrictedPage) : wanted),
    sawPage(asked, given, more) {
      if (asked > restrictedPage && given === restrictedPage && more) detect();
    },
    sawRateLimit(retryAfterMs, callsInMinute) {
      if (retryAfterMs !== undefined && retryAfterMs > 20_000 && callsInMinute <= fewCalls) detect();
    },
  };
}
