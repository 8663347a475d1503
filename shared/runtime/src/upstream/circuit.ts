export interface CircuitOptions {
  /** So many failures in a row open it. Default 5. */
  readonly failures?: number;
  /** Only failures inside this time count together. Default 60,000. */
  readonly windowMs?: number;
  /** How long it stays open before one call may try. Default 10,000. */
  readonly openMs?: number;
  /** What an error says of the other side: it is broken, it works, or nothing. */
  readonly judge: (error: unknown) => 'broken' | 'works' | 'nothing';
  readonly onChange?: (state: 'open' | 'closed') => void;
  /** The clock in milliseconds, given so that a test can move it. */
  readonly now?: () => number;
}

/** The other side is taken to be down, and nothing was sent. */
export class CircuitOpen extends Error {
  override readonly name = 'CircuitOpen';
  readonly retryAfterMs: number;

  constructor(retryAfterMs: number) {
    super(`The circuit is open for another ${retryAfterMs} ms.`);
    this.retryAfterMs = retryAfterMs;
  }
}

export interface Circuit {
  /**
   * @param judge what an error of this call says, where that is not what it usually says
   * @throws CircuitOpen without running anything while the other side is taken to be down
   */
  run<Result>(call: () => Promise<Result>, judge?: CircuitOptions['judge']): Promise<Result>;
  readonly state: 'open' | 'closed';
  /** Closed, with no failure to remember and nothing under way: a new one would be the same. */
  readonly idle: boolean;
}

/** Stops calling what keeps failing; after a while one probe decides whether to go on. */
export function createCircuit(options: CircuitOptions): Circuit {
  const { failures = 5, windowMs = 60_000, openMs = 10_000, now = () => performance.now() } = options;
  let failedAt: readonly number[] = [];
  let opened: { readonly until: number; probing: boolean } | undefined;
  let running = 0;

  const close = () => {
    failedAt = [];
    if (opened === undefined) return;
    opened = undefined;
    options.onChange?.('closed');
  };
  const open = () => {
    const first = opened === undefined;
    opened = { until: now() + openMs, probing: false };
    failedAt = [];
    if (first) options.onChange?.('open');
  };
  const failed = () => {
    failedAt = [...failedAt, now()].filter((at) => at > now() - windowMs);
    if (failedAt.length >= failures) open();
  };

  return {
    get state() {
      return opened === undefined ? 'closed' : 'open';
    },
    get idle() {
      return opened === undefined && running === 0 && failedAt.length === 0;
    },
    async run(call, judge = options.judge) {
      const probed = opened;
      if (probed !== undefined) {
        const leftMs = Math.ceil(probed.until - now());
        // While a probe is under way nobody knows how long it takes; a second is soon enough to ask again.
        if (leftMs > 0 || probed.probing) throw new CircuitOpen(Math.max(leftMs, probed.probing ? 1_000 : 1));
        probed.probing = true;
      }
      // A call that began before the circuit opened decides nothing about the probe.
      const decides = () => opened === probed;
      running += 1;
      try {
        const result = await call();
        if (decides()) close();
        return result;
      } catch (error) {
        const verdict = judge(error);
        if (decides() && verdict === 'works') close();
        else if (decides() && verdict === 'broken') (probed === undefined ? failed : open)();
        throw error;
      } finally {
        running -= 1;
        if (probed !== undefined) probed.probing = false;
      }
    },
  };
}
