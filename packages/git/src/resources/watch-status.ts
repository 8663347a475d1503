import { createHash } from 'node:crypto';
import { ToolError } from '@portolan/runtime';
import { readStatus } from '../reading/status.ts';
import type { Services } from '../services.ts';

/** Shortest time between two looks, milliseconds. */
const INTERVAL_MS = 1_000;
/** A status that is slow is asked for more seldom: at most this part of the time is spent on it. */
const SHARE = 1 / 20;

/**
 * Tells when the status of a repository changes. It asks git again and again: watching every folder of a work
 * tree would cost more, and would not see what git ignores.
 *
 * @returns how to stop
 */
export async function watchStatus(
  services: Services,
  path: string,
  changed: () => void,
): Promise<() => void> {
  const stopped = new AbortController();
  const { signal } = stopped;
  const look = () => stateOf(services, path, signal);
  let seen = await look();
  const wait = (ms: number) => setTimeout(check, ms).unref();
  let timer = wait(INTERVAL_MS);
  async function check(): Promise<void> {
    const started = performance.now();
    const now = await look();
    if (signal.aborted) return;
    if (now !== seen) changed();
    seen = now;
    timer = wait(Math.max(INTERVAL_MS, (performance.now() - started) / SHARE));
  }
  return () => {
    clearTimeout(timer);
    stopped.abort();
  };
}

/** A fingerprint; a repository that cannot be read now has the fingerprint of its error. */
async function stateOf(services: Services, path: string, signal: AbortSignal): Promise<string> {
  try {
    const repository = await services.repository(path, { signal, roots: async () => undefined });
    return createHash('sha256')
      .update(JSON.stringify(await readStatus(repository)))
      .digest('base64');
  } catch (error) {
    if (error instanceof ToolError) return error.code;
    throw error;
  }
}
