/** The reason of a signal that aborts because time ran out, not because somebody cancelled. */
export class TimeRanOut extends Error {
  override readonly name = 'TimeRanOut';
}

/**
 * Runs something with a signal that aborts when the outer one does or when the time is over.
 *
 * @param timeoutMs after it the signal aborts with `TimeRanOut`
 * @param run gets the signal, and a way to let the time begin anew
 */
export async function withTimeout<Result>(
  timeoutMs: number,
  outer: AbortSignal,
  run: (signal: AbortSignal, again: () => void) => Promise<Result>,
): Promise<Result> {
  outer.throwIfAborted();
  const controller = new AbortController();
  const forward = () => controller.abort(outer.reason);
  const timer = setTimeout(
    () => controller.abort(new TimeRanOut(`Not finished after ${timeoutMs} ms.`)),
    // A longer delay would overflow the timer and fire at once.
    Math.min(timeoutMs, 2 ** 31 - 1),
  );
  outer.addEventListener('abort', forward, { once: true });
  try {
    return await run(controller.signal, () => timer.refresh());
  } finally {
    clearTimeout(timer);
    outer.removeEventListener('abort', forward);
  }
}

/** Waits; rejects with the signal's reason as soon as it aborts. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const abort = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', abort);
      resolve();
    }, ms);
    signal.addEventListener('abort', abort, { once: true });
  });
}
