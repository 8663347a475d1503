import { randomInt } from 'node:crypto';

/** What makes two lines equal. */
export interface LineStyle {
  /** Whether a line that ends with a return and a line feed is the same as with the line feed alone, and shown so. */
  readonly ignoreReturns?: boolean;
}

const LINE_FEED = 0x0a;
const RETURN = 0x0d;
const RETURN_AND_FEED = 2;

/** The lines of a text with their ends, held as places in it: a line becomes a text of its own when it is asked for. */
export class Lines {
  readonly #text: string;
  readonly #style: LineStyle;
  readonly #starts: Uint32Array;
  readonly length: number;

  constructor(text: string, style: LineStyle = {}) {
    this.#style = style;
    let count = 0;
    for (let at = 0; at < text.length; at = endOf(text, at)) count += 1;
    this.#text = text;
    this.#starts = new Uint32Array(count + 1);
    let at = 0;
    for (let line = 0; line <= count; line += 1) {
      this.#starts[line] = at;
      at = endOf(text, at);
    }
    this.length = count;
  }

  at(line: number): string {
    const [start, stop, end] = [this.#startOf(line), this.#stopOf(line), this.#startOf(line + 1)];
    return end - stop < RETURN_AND_FEED ? this.#text.slice(start, end) : `${this.#text.slice(start, stop)}\n`;
  }

  hashOf(line: number, seed: number): number {
    return hashOfPart(this.#text, this.#startOf(line), this.#stopOf(line), seed);
  }

  isEqual(line: number, others: Lines, other: number): boolean {
    const start = this.#startOf(line);
    const otherStart = others.#startOf(other);
    const length = this.#stopOf(line) - start;
    if (others.#stopOf(other) - otherStart !== length || this.#isOpen(line) !== others.#isOpen(other))
      return false;
    for (let at = 0; at < length; at += 1) {
      if (this.#text.charCodeAt(start + at) !== others.#text.charCodeAt(otherStart + at)) return false;
    }
    return true;
  }

  /** The text of some lines. */
  part(start: number, end: number): string {
    return this.#text.slice(this.#startOf(start), this.#startOf(end));
  }

  #startOf(line: number): number {
    return this.#starts[line] ?? this.#text.length;
  }

  #stopOf(line: number): number {
    return stopOf(this.#text, this.#startOf(line + 1), this.#style);
  }

  /** Whether no line feed ends it. */
  #isOpen(line: number): boolean {
    const end = this.#startOf(line + 1);
    return stopOf(this.#text, end, this.#style) === end;
  }
}

/** A number of 32 bits for a part of a text. */
export function hashOfPart(text: string, start: number, end: number, seed: number): number {
  let hash = seed;
  for (let at = start; at < end; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
    hash ^= hash >>> 15;
  }
  return hash >>> 0;
}

/** Where the line that starts at a place ends, after its line feed. */
export function endOf(text: string, start: number): number {
  const newline = text.indexOf('\n', start);
  return newline === -1 ? text.length : newline + 1;
}

/** Where a line that ends at a place stops before its ending. */
export function stopOf(text: string, end: number, { ignoreReturns = false }: LineStyle): number {
  if (text.charCodeAt(end - 1) !== LINE_FEED) return end;
  return ignoreReturns && text.charCodeAt(end - RETURN_AND_FEED) === RETURN ? end - RETURN_AND_FEED : end - 1;
}

/** Lines of two texts as numbers: equal lines have equal numbers, which are below the count of all lines. */
export interface Numbered {
  readonly old: Int32Array;
  readonly now: Int32Array;
}

/** Gives each line of two texts a number, without a text for any of them. */
export function numberLines(old: Lines, now: Lines): Numbered {
  const known = new KnownLines(old, now);
  const numbers = { old: new Int32Array(old.length), now: new Int32Array(now.length) };
  for (let at = 0; at < old.length; at += 1) numbers.old[at] = known.first(old, at, at);
  for (let at = 0; at < now.length; at += 1) numbers.now[at] = known.first(now, at, old.length + at);
  return numbers;
}

/** A table of lines by hash, which starts anywhere so that nobody can choose lines that collide. */
class KnownLines {
  readonly #old: Lines;
  readonly #now: Lines;
  readonly #seed = randomInt(2 ** 32);
  readonly #mask: number;
  /** Numbers of lines and one more; 0 for a free slot. */
  readonly #slots: Int32Array;

  constructor(old: Lines, now: Lines) {
    [this.#old, this.#now] = [old, now];
    const slots = 2 ** Math.ceil(Math.log2((4 / 3) * (old.length + now.length) + 2));
    this.#mask = slots - 1;
    this.#slots = new Int32Array(slots);
  }

  /** The number of the first line that equals this one; its own when there was none. */
  first(lines: Lines, line: number, number: number): number {
    for (let slot = lines.hashOf(line, this.#seed) & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const known = (this.#slots[slot] ?? 0) - 1;
      if (known === -1) {
        this.#slots[slot] = number + 1;
        return number;
      }
      const isOld = known < this.#old.length;
      const [others, other] = isOld ? [this.#old, known] : [this.#now, known - this.#old.length];
      if (lines.isEqual(line, others, other)) return known;
    }
  }
}
