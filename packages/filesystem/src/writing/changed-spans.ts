import type { Matches } from './matching.ts';

/** More places are held as one that reaches from the first to the last: each is an object, for every edit to go through. */
const MAX_SPANS = 2_000;

/** A part of a text that edits made another of, and where it is in either; all outside of spans is equal. */
export interface Span {
  readonly oldStart: number;
  readonly oldEnd: number;
  readonly newStart: number;
  readonly newEnd: number;
}

/** What several edits, one after another, changed of a text. */
export class ChangedSpans {
  #spans: readonly Span[] = [];

  /** In rising order, and none touches the next. */
  get all(): readonly Span[] {
    return this.#spans;
  }

  /**
   * @param matches places in the text as it is by now, where none overlaps the next
   * @param added by all of them together, in UTF-16 units
   */
  add(matches: Matches, added: number): void {
    const spans = joined(this.#spans, placesOf(matches, added));
    this.#spans = spans.length > MAX_SPANS ? [hullOf(spans)] : spans;
  }
}

/** A part of a text that is replaced, and the length of what goes there. */
interface Place {
  readonly start: number;
  readonly end: number;
  readonly length: number;
}

/** @param added by all of them together, in UTF-16 units */
function placesOf(matches: Matches, added: number): readonly Place[] {
  if (matches.length > MAX_SPANS) {
    const [start, end] = [matches.startAt(0), matches.endAt(matches.length - 1)];
    return [{ start, end, length: end - start + added }];
  }
  return Array.from({ length: matches.length }, (_, index) => ({
    start: matches.startAt(index),
    end: matches.endAt(index),
    length: matches.replacementAt(index).length,
  }));
}

function hullOf(spans: readonly Span[]): Span {
  const [first, last] = [spans[0], spans.at(-1)];
  const { oldStart, newStart } = first ?? { oldStart: 0, newStart: 0 };
  return { oldStart, newStart, oldEnd: last?.oldEnd ?? oldStart, newEnd: last?.newEnd ?? newStart };
}

/** Spans and places that touch become one; the others are moved by what those before them added. */
function joined(spans: readonly Span[], places: readonly Place[]): readonly Span[] {
  const all: Span[] = [];
  let [nextSpan, nextPlace] = [0, 0];
  // By how much a position in the present text is more than in the first one, and less than in the next one.
  let [sinceOld, untilNew] = [0, 0];
  while (nextSpan < spans.length || nextPlace < places.length) {
    let end = Math.min(spans[nextSpan]?.newStart ?? Infinity, places[nextPlace]?.start ?? Infinity);
    const [oldStart, newStart] = [end - sinceOld, end + untilNew];
    for (let isMore = true; isMore; ) {
      const [span, place] = [spans[nextSpan], places[nextPlace]];
      if (span !== undefined && span.newStart <= end) {
        end = Math.max(end, span.newEnd);
        sinceOld += span.newEnd - span.newStart - (span.oldEnd - span.oldStart);
        nextSpan += 1;
      } else if (place !== undefined && place.start <= end) {
        end = Math.max(end, place.end);
        untilNew += place.length - (place.end - place.start);
        nextPlace += 1;
      } else isMore = false;
    }
    all.push({ oldStart, oldEnd: end - sinceOld, newStart, newEnd: end + untilNew });
  }
  return all;
}
