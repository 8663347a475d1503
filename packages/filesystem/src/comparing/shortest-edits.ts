import type { TimeSlices } from '../searching/walk/time-slices.ts';
import { endOf, hashOfPart, type LineStyle, type Numbered, stopOf } from './lines.ts';

/** Which lines have no counterpart in the other text: 1 for those. */
export interface Edits {
  readonly removed: Uint8Array;
  readonly added: Uint8Array;
}

/** No diff of two texts has fewer edits: a line is gone or new as often as one text has it more than the other. */
export function fewestEdits({ old, now }: Numbered): number {
  const surplus = new Int32Array(highest(highest(0, old), now) + 1);
  for (const line of old) surplus[line] = (surplus[line] ?? 0) + 1;
  for (const line of now) surplus[line] = (surplus[line] ?? 0) - 1;
  return surplus.reduce((sum, count) => sum + Math.abs(count), 0);
}

/** Places that hashes of lines are counted in. */
const BUCKETS = 65_536;

/** The same or fewer, for texts: that there are many edits is told without their lines and numbers. */
export function fewestEditsByHash(before: string, after: string, style: LineStyle = {}): number {
  const surplus = new Int32Array(BUCKETS);
  for (const [text, sign] of [
    [before, 1],
    [after, -1],
  ] as const) {
    for (let start = 0, end = 0; start < text.length; start = end) {
      end = endOf(text, start);
      const bucket = hashOfPart(text, start, stopOf(text, end, style), 0) % BUCKETS;
      surplus[bucket] = (surplus[bucket] ?? 0) + sign;
    }
  }
  return surplus.reduce((sum, count) => sum + Math.abs(count), 0);
}

const highest = (least: number, lines: Int32Array): number =>
  lines.reduce((most, line) => Math.max(most, line), least);

/**
 * A shortest diff by Myers' algorithm in its linear-space form: the middle of a shortest way is sought from both
 * ends, then the two halves are done alike. It holds some numbers a line, whatever the texts.
 *
 * @param until on the clock of `performance.now()`
 * @returns undefined when time was up
 * @throws the signal's reason of the slices when aborted
 */
export async function shortestEdits(
  lines: Numbered,
  slices: TimeSlices,
  until: number,
): Promise<Edits | undefined> {
  const edits = { removed: new Uint8Array(lines.old.length), added: new Uint8Array(lines.now.length) };
  const [old, now] = [shared(lines.old, lines.now, edits.removed), shared(lines.now, lines.old, edits.added)];
  const search = new MiddleSearch(pick(lines.old, old), pick(lines.now, now));
  const boxes: Box[] = [[0, old.length, 0, now.length]];
  for (let box = boxes.pop(); box !== undefined; box = boxes.pop()) {
    const [left, right, top, bottom] = search.withoutEqualEnds(box);
    if (left === right || top === bottom) {
      for (let at = left; at < right; at += 1) edits.removed[old[at] ?? 0] = 1;
      for (let at = top; at < bottom; at += 1) edits.added[now[at] ?? 0] = 1;
      continue;
    }
    search.begin([left, right, top, bottom]);
    let middle = search.step();
    for (; middle === undefined; middle = search.step()) {
      if (performance.now() >= until) return undefined;
      if (slices.over) await slices.rest();
    }
    boxes.push([middle.x, right, middle.y, bottom], [left, middle.x, top, middle.y]);
  }
  return edits;
}

/** Places of the lines that the other text has too; the others are marked, since no diff can keep them. */
function shared(lines: Int32Array, others: Int32Array, lonely: Uint8Array): Int32Array {
  const there = new Uint8Array(highest(highest(0, lines), others) + 1);
  for (const line of others) there[line] = 1;
  let count = 0;
  for (let at = 0; at < lines.length; at += 1) {
    if (there[lines[at] ?? 0] === 1) count += 1;
    else lonely[at] = 1;
  }
  const places = new Int32Array(count);
  for (let at = 0, next = 0; next < count; at += 1) if (lonely[at] === 0) places[next++] = at;
  return places;
}

const pick = (lines: Int32Array, places: Int32Array) => places.map((at) => lines[at] ?? 0);

/** From and up to which line of the old text, then of the new one. */
type Box = readonly [left: number, right: number, top: number, bottom: number];

/**
 * Seeks a point on a shortest way through a box, where a step right is a line gone, one down a line come, and a
 * slanting one an equal line. A diagonal is named by `x - y`; of each is kept how far one came, from either end.
 */
class MiddleSearch {
  readonly #old: Int32Array;
  readonly #now: Int32Array;
  /** Index of diagonal 0. */
  readonly #zero: number;
  readonly #ahead: Int32Array;
  readonly #back: Int32Array;
  #box: Box = [0, 0, 0, 0];
  #aheadRange = { low: 0, high: 0 };
  #backRange = { low: 0, high: 0 };

  constructor(old: Int32Array, now: Int32Array) {
    this.#old = old;
    this.#now = now;
    this.#zero = now.length + 2;
    this.#ahead = new Int32Array(old.length + now.length + 5);
    this.#back = new Int32Array(old.length + now.length + 5);
  }

  withoutEqualEnds([left, right, top, bottom]: Box): Box {
    const [old, now] = [this.#old, this.#now];
    let [x, y, endX, endY] = [left, top, right, bottom];
    while (x < endX && y < endY && old[x] === now[y]) [x, y] = [x + 1, y + 1];
    while (x < endX && y < endY && old[endX - 1] === now[endY - 1]) [endX, endY] = [endX - 1, endY - 1];
    return [x, endX, y, endY];
  }

  /** @param box with something on both sides, and unequal at its ends */
  begin(box: Box): void {
    const [left, right, top, bottom] = box;
    this.#box = box;
    this.#aheadRange = { low: left - top, high: left - top };
    this.#backRange = { low: right - bottom, high: right - bottom };
    this.#ahead[this.#zero + left - top] = left;
    this.#back[this.#zero + right - bottom] = right;
  }

  /** One edit more from both ends; the point where they met. */
  step(): { readonly x: number; readonly y: number } | undefined {
    const [left, right, top, bottom] = this.#box;
    // With an odd way the two meet while the front one goes, with an even one while the other does.
    const isOdd = (right - left - (bottom - top)) % 2 !== 0;
    return this.#goAhead(isOdd) ?? this.#goBack(!isOdd);
  }

  #goAhead(canMeet: boolean) {
    const [, right, , bottom] = this.#box;
    const [old, now, ahead, zero] = [this.#old, this.#now, this.#ahead, this.#zero];
    const { low, high } = this.#widen(this.#aheadRange, ahead, UNREACHED_AHEAD);
    for (let diagonal = high; diagonal >= low; diagonal -= 2) {
      const before = ahead[zero + diagonal - 1] ?? UNREACHED_AHEAD;
      const above = ahead[zero + diagonal + 1] ?? UNREACHED_AHEAD;
      const fromLeft = before === UNREACHED_AHEAD || before >= right ? UNREACHED_AHEAD : before + 1;
      const fromAbove = above - diagonal > bottom ? UNREACHED_AHEAD : above;
      let x = Math.max(fromLeft, fromAbove);
      if (x !== UNREACHED_AHEAD) {
        while (x < right && x - diagonal < bottom && old[x] === now[x - diagonal]) x += 1;
      }
      ahead[zero + diagonal] = x;
      if (!canMeet || x === UNREACHED_AHEAD || !holds(this.#backRange, diagonal)) continue;
      if ((this.#back[zero + diagonal] ?? UNREACHED_BACK) <= x) return { x, y: x - diagonal };
    }
    return undefined;
  }

  #goBack(canMeet: boolean) {
    const [left, , top] = this.#box;
    const [old, now, back, zero] = [this.#old, this.#now, this.#back, this.#zero];
    const { low, high } = this.#widen(this.#backRange, back, UNREACHED_BACK);
    for (let diagonal = high; diagonal >= low; diagonal -= 2) {
      const after = back[zero + diagonal + 1] ?? UNREACHED_BACK;
      const below = back[zero + diagonal - 1] ?? UNREACHED_BACK;
      const fromRight = after === UNREACHED_BACK || after <= left ? UNREACHED_BACK : after - 1;
      const fromBelow = below === UNREACHED_BACK || below - diagonal < top ? UNREACHED_BACK : below;
      let x = Math.min(fromRight, fromBelow);
      if (x !== UNREACHED_BACK) {
        while (x > left && x - diagonal > top && old[x - 1] === now[x - diagonal - 1]) x -= 1;
      }
      back[zero + diagonal] = x;
      if (!canMeet || x === UNREACHED_BACK || !holds(this.#aheadRange, diagonal)) continue;
      if ((this.#ahead[zero + diagonal] ?? UNREACHED_AHEAD) >= x) return { x, y: x - diagonal };
    }
    return undefined;
  }

  /** One diagonal more on both sides, or one less where the box ends. */
  #widen(range: { low: number; high: number }, reached: Int32Array, unreached: number) {
    const [left, right, top, bottom] = this.#box;
    if (range.low > left - bottom) {
      range.low -= 1;
      reached[this.#zero + range.low - 1] = unreached;
    } else range.low += 1;
    if (range.high < right - top) {
      range.high += 1;
      reached[this.#zero + range.high + 1] = unreached;
    } else range.high -= 1;
    return range;
  }
}

const UNREACHED_AHEAD = -1;
const UNREACHED_BACK = 0x7fff_ffff;

/** Whether a diagonal was reached: every other one of a range was. */
const holds = ({ low, high }: { low: number; high: number }, diagonal: number): boolean =>
  diagonal >= low && diagonal <= high && (diagonal - low) % 2 === 0;
