import { ToolError } from '../errors/tool-error.ts';

/**
 * Runs work that ends at a deadline or when the request is cancelled, whichever comes first. The
 * answer does not wait for work that ignores its signal.
 *
 * @param timeoutMs milliseconds from now
 * @throws ToolError `timeout` or `cancelled`
 */
export async function withinDeadline<Result>(
  timeoutMs: number,
  cancelled: AbortSignal,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  const stop = (error: ToolError) => {
    controller.abort(error);
    reject(error);
  };
  const onCancel = () => stop(new ToolError('cancelled', 'The call was cancelled.'));
  if (cancelled.aborted) onCancel();
  cancelled.addEventListener('abort', onCancel, { once: true });
  const timer = setTimeout(
    () => stop(new ToolError('timeout', `The call did not finish within ${timeoutMs} ms.`)),
    timeoutMs,
  );
  try {
    return await Promise.race([stopped, work(controller.signal)]);
  } finally {
    clearTimeout(timer);
    cancelled.removeEventListener('abort', onCancel);
  }
}
