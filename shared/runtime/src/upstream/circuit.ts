/** When a circuit opens and when it tries again; times in milliseconds. */
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

/** Calls to one side, which are stopped while it is taken to be down. */
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

/** An open circuit: until when nothing is tried, and whether a probe is under way. */
interface Opened {
  readonly until: number;
  probing: boolean;
}

/** Stops calling what keeps failing; after a while one probe decides whether to go on. */
export function createCircuit(options: CircuitOptions): Circuit {
  const { now = () => performance.now() } = options;
  const breaker = createBreaker(options, now);
  let running = 0;
  return {
    get state() {
      return breaker.opened === undefined ? 'closed' : 'open';
    },
    get idle() {
      return running === 0 && breaker.isSound;
    },
    async run(call, judge = options.judge) {
      const probed = breaker.opened;
      if (probed !== undefined) startProbe(probed, now());
      // A call that began before the circuit opened decides nothing about the probe.
      const decides = () => breaker.opened === probed;
      running += 1;
      try {
        const result = await call();
        if (decides()) breaker.close();
        return result;
      } catch (error) {
        const verdict = judge(error);
        if (decides() && verdict === 'works') breaker.close();
        else if (decides() && verdict === 'broken') (probed === undefined ? breaker.failed : breaker.open)();
        throw error;
      } finally {
        running -= 1;
        if (probed !== undefined) probed.probing = false;
      }
    },
  };
}

/** @throws CircuitOpen where it is too early for a probe, or one is under way */
function startProbe(opened: Opened, at: number): void {
  const leftMs = Math.ceil(opened.until - at);
  // While a probe is under way nobody knows how long it takes; a second is soon enough to ask again.
  if (leftMs > 0 || opened.probing) throw new CircuitOpen(Math.max(leftMs, opened.probing ? 1_000 : 1));
  opened.probing = true;
}

/** Counts failures, and opens after so many of them. */
function createBreaker(options: CircuitOptions, now: () => number) {
  const { failures = 5, windowMs = 60_000, openMs = 10_000, onChange } = options;
  let failedAt: readonly number[] = [];
  let opened: Opened | undefined;
  const open = () => {
    const first = opened === undefined;
    opened = { until: now() + openMs, probing: false };
    failedAt = [];
    if (first) onChange?.('open');
  };
  return {
    get opened() {
      return opened;
    },
    /** Closed, with no failure to remember. */
    get isSound() {
      return opened === undefined && failedAt.length === 0;
    },
    open,
    close() {
      failedAt = [];
      if (opened === undefined) return;
      opened = undefined;
      onChange?.('closed');
    },
    failed() {
      failedAt = [...failedAt, now()].filter((at) => at > now() - windowMs);
      if (failedAt.length >= failures) open();
    },
  };
}
