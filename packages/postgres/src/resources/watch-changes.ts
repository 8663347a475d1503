import { ToolError } from '@portolan/runtime';

/** What is slow to look at is looked at more seldom: at most this part of the time is spent on it. */
const SHARE = 1 / 20;

/**
 * Tells when what a look finds changes. It looks again and again, for a database tells nobody of a changed
 * schema without a trigger of ours in it.
 *
 * @param intervalMs shortest time between two looks
 * @param look a fingerprint; a failure has that of its code
 * @returns how to stop
 * @throws what the first look throws
 */
export async function watchChanges(
  intervalMs: number,
  look: (signal: AbortSignal) => Promise<string>,
  changed: () => void,
): Promise<() => void> {
  const stopped = new AbortController();
  const { signal } = stopped;
  let seen = await look(signal);
  const wait = (ms: number) => setTimeout(() => void check(), ms).unref();
  let timer = wait(intervalMs);
  async function check(): Promise<void> {
    const started = performance.now();
    const now = await look(signal).catch(codeOf);
    if (signal.aborted) return;
    if (now !== seen) changed();
    seen = now;
    timer = wait(Math.max(intervalMs, (performance.now() - started) / SHARE));
  }
  return () => {
    clearTimeout(timer);
    stopped.abort();
  };
}

/** A failure is a state as well, which a subscriber should look at. */
function codeOf(error: unknown): string {
  return error instanceof ToolError ? error.code : String(error);
}
