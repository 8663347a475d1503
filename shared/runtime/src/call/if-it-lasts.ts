/** What watches over work that lasts: a timer, a listener. */
export interface Lasting {
  /** Does nothing where the work is over. */
  begin(): void;
}

/** How long work runs at least before it lasts, milliseconds; at most twice as long. */
const SHORT_MS = 10;

/** The work of one interval, with the number of its first. */
interface Interval {
  readonly first: number;
  readonly works: (Lasting | undefined)[];
}

let newest: Interval = { first: 0, works: [] };
let older: Interval = { first: 0, works: [] };

/**
 * Begins a watch 10 to 20 ms from now, with one timer for all. Most calls are over by then, for which a timer and
 * a listener of their own would cost more than their work. What they would have told is late by that at most:
 * whoever waits for a time counts from before, and a signal may be aborted already.
 *
 * @returns the number of the work, for `doesNotLast`
 */
export function ifItLasts(work: Lasting): number {
  if (newest.works.length + older.works.length === 0) setTimeout(beginOlder, SHORT_MS);
  return newest.first + newest.works.push(work) - 1;
}

/**
 * The work is over: nothing of it is held any longer. What thousands of calls held for 20 ms, the collector
 * would have to copy.
 *
 * @param number what `ifItLasts` gave
 */
export function doesNotLast(number: number): void {
  const { first, works } = number < newest.first ? older : newest;
  if (number >= first && number - first < works.length) works[number - first] = undefined;
}

function beginOlder(): void {
  const { works } = older;
  older = newest;
  newest = { first: older.first + older.works.length, works: [] };
  if (older.works.length > 0) setTimeout(beginOlder, SHORT_MS);
  for (const work of works) work?.begin();
}
