import { fail } from '@portolan/runtime';
import type { Session } from './open-session.ts';

/** How long a call waits for a connection, milliseconds. */
const WAIT_MS = 5_000;
/** How long a connection is kept with nothing to do, milliseconds. */
const IDLE_MS = 30_000;

export interface Pool {
  /**
   * A connection of one's own until `release`.
   *
   * @throws ToolError `busy` when all are in use for five seconds; the signal's reason; what opening throws
   */
  acquire(signal: AbortSignal): Promise<Session>;
  /** Gives a connection back; a broken one is closed. */
  release(session: Session): void;
  close(): Promise<void>;
}

/** At most `size` connections, opened when they are needed. */
export function createPool(size: number, alias: string, open: () => Promise<Session>): Pool {
  const idle: { readonly session: Session; readonly timer: NodeJS.Timeout }[] = [];
  const waiting: (() => void)[] = [];
  const all = new Set<Session>();
  let count = 0;
  let closed = false;

  const drop = (session: Session) => {
    all.delete(session);
    count -= 1;
    void session.close();
    waiting.shift()?.();
  };
  const takeIdle = (): Session | undefined => {
    for (let held = idle.pop(); held !== undefined; held = idle.pop()) {
      clearTimeout(held.timer);
      if (!held.session.broken) return held.session;
      drop(held.session);
    }
    return undefined;
  };

  return {
    async acquire(signal) {
      const until = performance.now() + WAIT_MS;
      for (;;) {
        signal.throwIfAborted();
        if (closed) fail('unavailable', 'The server is shutting down.');
        const session = takeIdle();
        if (session !== undefined) return session;
        if (count < size) {
          count += 1;
          try {
            const opened = await open();
            all.add(opened);
            return opened;
          } catch (error) {
            count -= 1;
            waiting.shift()?.();
            throw error;
          }
        }
        await turn(waiting, until - performance.now(), signal, alias, size);
      }
    },
    release(session) {
      if (session.broken || closed) return drop(session);
      const timer = setTimeout(() => {
        idle.splice(
          idle.findIndex((held) => held.session === session),
          1,
        );
        drop(session);
      }, IDLE_MS);
      timer.unref();
      idle.push({ session, timer });
      waiting.shift()?.();
    },
    async close() {
      closed = true;
      for (const { timer } of idle) clearTimeout(timer);
      await Promise.all([...all].map((session) => session.close()));
    },
  };
}

async function turn(
  waiting: (() => void)[],
  waitMs: number,
  signal: AbortSignal,
  alias: string,
  size: number,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const onAbort = () => reject(signal.reason);
  const timer = setTimeout(() => resolve(), Math.max(0, waitMs));
  signal.addEventListener('abort', onAbort, { once: true });
  waiting.push(resolve);
  try {
    await promise;
    if (waiting.includes(resolve)) {
      fail('busy', `All ${size} connections of the source "${alias}" are in use.`, {
        next: 'Wait until another call ends, then call again; list_activity shows what runs.',
        retryAfterMs: 1_000,
      });
    }
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
    const at = waiting.indexOf(resolve);
    if (at !== -1) waiting.splice(at, 1);
  }
}
