import type { EngineRequest } from './request.ts';

/**
 * Runs a call that tells its progress until it ends, is cancelled or is out of time, and not after: by then
 * its client has the answer, or wants none, and does not know the token any more.
 */
export async function progressUntilEnd<Result>(
  request: EngineRequest,
  signal: AbortSignal,
  run: (request: EngineRequest) => Promise<Result>,
): Promise<Result> {
  let ended = false;
  const progress: EngineRequest['progress'] = (...told) => {
    if (!ended && !signal.aborted && !request.signal.aborted) request.progress?.(...told);
  };
  try {
    return await run({ ...request, progress });
  } finally {
    ended = true;
  }
}
