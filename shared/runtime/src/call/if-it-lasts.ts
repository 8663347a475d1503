/** What watches over work that lasts: a timer, a listener. */
export interface Lasting {
  /** Does nothing where the work is over. */
  begin(): void;
}

/** How long work runs at least before it lasts, milliseconds; at most twice as long. */
const SHORT_MS = 10;

let newest: Lasting[] = [];
let older: Lasting[] = [];

/**
 * Begins a watch 10 to 20 ms from now, with one timer for all. Most calls are over by then, for which a timer and
 * a listener of their own would cost more than their work. What they would have told is late by that at most:
 * whoever waits for a time counts from before, and a signal may be aborted already.
 */
export function ifItLasts(work: Lasting): void {
  if (newest.length + older.length === 0) setTimeout(beginOlder, SHORT_MS);
  newest.push(work);
}

function beginOlder(): void {
  const lasting = older;
  older = newest;
  newest = [];
  if (older.length > 0) setTimeout(beginOlder, SHORT_MS);
  for (const work of lasting) work.begin();
}
