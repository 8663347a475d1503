import { doesNotLast, ifItLasts } from '../call/if-it-lasts.ts';
import { ToolError } from '../errors/tool-error.ts';

/** Runs something that waits for a person: meanwhile the time of the call stands still. */
export type WhileAsking = <Result>(ask: () => Promise<Result>) => Promise<Result>;

/** For what has no time of its own. */
export const untimed: WhileAsking = (ask) => ask();

/** The time of one call. Its parts share it: what one takes, the next does not have. */
export class Deadline {
  readonly timeoutMs: number;
  #leftMs: number;

  /** @param timeoutMs milliseconds */
  constructor(timeoutMs: number) {
    this.timeoutMs = timeoutMs;
    this.#leftMs = timeoutMs;
  }

  get leftMs(): number {
    return this.#leftMs;
  }

  spend(ms: number): void {
    this.#leftMs -= ms;
  }
}

/**
 * Runs work that ends at a deadline or when the request is cancelled, whichever comes first. The
 * answer does not wait for work that ignores its signal.
 *
 * @throws ToolError `timeout` or `cancelled`
 */
export function withinDeadline<Result>(
  deadline: Deadline,
  cancelled: AbortSignal,
  work: (signal: AbortSignal, whileAsking: WhileAsking) => Promise<Result>,
): Promise<Result> {
  if (cancelled.aborted) return Promise.reject(cancelledError());
  const controller = new AbortController();
  return new Promise((resolve, reject) => {
    const watch = new Watch(deadline, cancelled, (error) => {
      controller.abort(error);
      reject(error);
    });
    work(controller.signal, watch.whileAsking).then(
      (result) => {
        watch.end();
        resolve(result);
      },
      (error: unknown) => {
        watch.end();
        reject(error);
      },
    );
    watch.wait();
  });
}

const cancelledError = () => new ToolError('cancelled', 'The call was cancelled.');

class Watch {
  readonly #deadline: Deadline;
  readonly #cancelled: AbortSignal;
  readonly #stop: (error: ToolError) => void;
  #runsSinceMs = performance.now();
  /** Questions that are open: while there are any, no time passes. */
  #asking = 0;
  #timer: NodeJS.Timeout | undefined;
  #begun = false;
  #ended = false;
  #number = -1;

  constructor(deadline: Deadline, cancelled: AbortSignal, stop: (error: ToolError) => void) {
    this.#deadline = deadline;
    this.#cancelled = cancelled;
    this.#stop = stop;
  }

  /** Begins if the work lasts. */
  wait(): void {
    if (!this.#ended) this.#number = ifItLasts(this);
  }

  begin(): void {
    if (this.#ended) return;
    if (this.#cancelled.aborted) {
      this.#onCancel();
      return;
    }
    this.#begun = true;
    this.#cancelled.addEventListener('abort', this.#onCancel, { once: true });
    if (this.#asking === 0) this.#startTimer();
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    if (this.#asking === 0) this.#spend();
    if (!this.#begun) {
      doesNotLast(this.#number);
      return;
    }
    clearTimeout(this.#timer);
    this.#cancelled.removeEventListener('abort', this.#onCancel);
  }

  readonly whileAsking: WhileAsking = async (ask) => {
    if (this.#asking === 0 && !this.#ended) {
      this.#spend();
      clearTimeout(this.#timer);
    }
    this.#asking += 1;
    try {
      return await ask();
    } finally {
      this.#asking -= 1;
      if (this.#asking === 0 && !this.#ended) {
        this.#runsSinceMs = performance.now();
        if (this.#begun) this.#startTimer();
      }
    }
  };

  #spend(): void {
    this.#deadline.spend(performance.now() - this.#runsSinceMs);
  }

  #startTimer(): void {
    const ranMs = performance.now() - this.#runsSinceMs;
    // It may be over already, and a timer takes no time that is.
    this.#timer = setTimeout(this.#onTime, Math.max(0, this.#deadline.leftMs - ranMs));
  }

  readonly #onTime = () => {
    this.#stop(new ToolError('timeout', `The call did not finish within ${this.#deadline.timeoutMs} ms.`));
  };

  readonly #onCancel = () => {
    this.#stop(cancelledError());
  };
}
