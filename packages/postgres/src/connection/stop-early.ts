import type { Session } from './open-session.ts';
import type { Watch } from './watch.ts';

/**
 * When the server is asked again to stop a cancelled statement, milliseconds after the time before. One that comes
 * before the backend has begun is forgotten, so the second follows soon; each costs the server a process.
 */
const AGAIN_AFTER_MS = [20, 40, 80, ...Array.from({ length: 12 }, () => 100)] as const;

/**
 * Stops the statement when the call is over early; the connection is not used again, for the request may come late.
 * One that goes on after all requests loses its connection.
 */
export function stopEarly(
  session: Pick<Session, 'broken' | 'cancel' | 'close'>,
  watch: Pick<Watch, 'set'>,
  begun: () => void,
): { end(): void } {
  let timer: NodeJS.Timeout | undefined;
  const waits = AGAIN_AFTER_MS.values();
  const request = () => {
    const wait = waits.next();
    if (wait.done) return void session.close();
    timer = setTimeout(request, wait.value);
    // A request that cannot be sent leaves the closing of the connection.
    session.cancel().catch(() => session.close());
  };
  watch.set(() => {
    session.broken = true;
    request();
  }, begun);
  return { end: () => clearTimeout(timer) };
}
