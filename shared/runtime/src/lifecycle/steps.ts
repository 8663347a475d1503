import type { Logger } from '../telemetry/logger.ts';

/** One part of a shutdown. */
export interface Step {
  /** For the log: what it ends. */
  readonly name: string;
  readonly run: () => unknown;
}

/**
 * Takes steps one after the other. One that fails is logged and does not keep the next from running.
 *
 * @param timeoutMs for all of them together
 * @returns whether all succeeded in time
 */
export async function takeSteps(steps: readonly Step[], timeoutMs: number, log: Logger): Promise<boolean> {
  let running = 'none';
  let late = false;
  const all = async () => {
    let ok = true;
    for (const { name, run } of steps) {
      if (late) return false;
      running = name;
      try {
        await run();
      } catch (error) {
        ok = false;
        log.error('A shutdown step failed', { step: name, error: String(error) });
      }
    }
    return ok;
  };
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => {
      late = true;
      log.error('Shutdown took too long and was given up', { step: running, timeoutMs });
      resolve(false);
    }, timeoutMs);
  });
  const ok = await Promise.race([all(), timeout]);
  clearTimeout(timer);
  return ok;
}
