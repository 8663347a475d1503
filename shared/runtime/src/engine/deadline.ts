import { ToolError } from '../errors/tool-error.ts';

/**
 * Runs work that ends at a deadline or when the request is cancelled, whichever comes first. The
 * answer does not wait for work that ignores its signal.
 *
 * @param timeoutMs milliseconds from now
 * @throws ToolError `timeout` or `cancelled`
 */
export function withinDeadline<Result>(
  timeoutMs: number,
  cancelled: AbortSignal,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  if (cancelled.aborted) return Promise.reject(cancelledError());
  const controller = new AbortController();
  return new Promise((resolve, reject) => {
    const watch = new Watch(timeoutMs, cancelled, (error) => {
      controller.abort(error);
      reject(error);
    });
    work(controller.signal).then(
      (result) => {
        watch.end();
        resolve(result);
      },
      (error: unknown) => {
        watch.end();
        reject(error);
      },
    );
    watchSoon(watch);
  });
}

const cancelledError = () => new ToolError('cancelled', 'The call was cancelled.');

class Watch {
  readonly #dueMs: number;
  readonly #timeoutMs: number;
  readonly #cancelled: AbortSignal;
  readonly #stop: (error: ToolError) => void;
  #timer: NodeJS.Timeout | undefined;
  #ended = false;

  constructor(timeoutMs: number, cancelled: AbortSignal, stop: (error: ToolError) => void) {
    this.#timeoutMs = timeoutMs;
    this.#dueMs = performance.now() + timeoutMs;
    this.#cancelled = cancelled;
    this.#stop = stop;
  }

  begin(): void {
    if (this.#ended) return;
    if (this.#cancelled.aborted) {
      this.#onCancel();
      return;
    }
    this.#cancelled.addEventListener('abort', this.#onCancel, { once: true });
    this.#timer = setTimeout(this.#onTime, this.#dueMs - performance.now());
  }

  end(): void {
    this.#ended = true;
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#cancelled.removeEventListener('abort', this.#onCancel);
  }

  readonly #onTime = () => {
    this.#stop(new ToolError('timeout', `The call did not finish within ${this.#timeoutMs} ms.`));
  };

  readonly #onCancel = () => {
    this.#stop(cancelledError());
  };
}

let fresh: Watch[] = [];

/**
 * Begins to watch when the current turn of the event loop is over. Neither a timer nor a cancellation is
 * heard before, and most short calls have ended by then, for which a timer and a listener cost more than
 * their work.
 */
function watchSoon(watch: Watch): void {
  if (fresh.push(watch) === 1) setImmediate(watchFresh);
}

function watchFresh(): void {
  const watches = fresh;
  fresh = [];
  for (const watch of watches) watch.begin();
}
