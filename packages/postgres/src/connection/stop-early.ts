import type { Session } from './open-session.ts';
import type { Watch } from './watch.ts';

/** How often the server is asked to stop a cancelled statement before its connection is closed. */
const STOP_REQUESTS = 15;
/** Between two of them, milliseconds. */
const STOP_AGAIN_MS = 100;

/** Stops the statement when the call is over early; the connection is not used again, for the request may come late. */
export function stopEarly(session: Session, watch: Watch, begun: () => void): { end(): void } {
  let timer: NodeJS.Timeout | undefined;
  let left = STOP_REQUESTS;
  const request = () => {
    if (left === 0) return void session.close();
    left -= 1;
    // One that comes before the backend has begun with the statement is forgotten.
    timer = setTimeout(request, STOP_AGAIN_MS);
    // A request that cannot be sent leaves the closing of the connection.
    session.cancel().catch(() => session.close());
  };
  watch.set(() => {
    session.broken = true;
    request();
  }, begun);
  return { end: () => clearTimeout(timer) };
}
