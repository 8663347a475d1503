import type { Lines } from './lines.ts';
import type { Edits } from './shortest-edits.ts';

/** Lines of the old text and of the new one that a change replaces by each other, counted from 0. */
interface Change {
  readonly oldStart: number;
  readonly oldEnd: number;
  readonly newStart: number;
  readonly newEnd: number;
}

/** A text that takes no more lines once it is longer than wanted, so that nobody holds what is cut off again. */
export class BoundedText {
  readonly #maxBytes: number;
  readonly #shown: (line: string) => string;
  readonly #parts: string[] = [];
  #bytes = 0;

  /** @param shown what people read for a line */
  constructor(maxBytes: number, shown: (line: string) => string = (line) => line) {
    this.#maxBytes = maxBytes;
    this.#shown = shown;
  }

  get isFull(): boolean {
    return this.#bytes > this.#maxBytes;
  }

  add(text: string): void {
    if (this.isFull) return;
    this.#parts.push(text);
    this.#bytes += Buffer.byteLength(text);
  }

  /** Lines with a sign before each, as a unified diff has them. */
  addLines(sign: string, lines: Lines, start: number, end: number): void {
    for (let at = start; at < end && !this.isFull; at += 1) this.addLine(sign, lines.at(at));
  }

  addLine(sign: string, line: string): void {
    const shown = this.#shown(line);
    this.add(`${sign}${shown.endsWith('\n') ? shown : `${shown}\n\\ No newline at end of file\n`}`);
  }

  toString(): string {
    return this.#parts.join('');
  }
}

/** How hunks are written: their lines of context, and the lines before each text. */
export interface HunkStyle {
  readonly context: number;
  readonly skipped?: { readonly old: number; readonly now: number };
}

/** Adds the hunks of a unified diff, as many as there is room for. */
export function addHunks(text: BoundedText, old: Lines, now: Lines, edits: Edits, style: HunkStyle): void {
  const { context } = style;
  const changes = [...changesOf(edits)];
  for (let first = 0; first < changes.length && !text.isFull; ) {
    let last = first;
    while (isNear(changes[last], changes[last + 1], context)) last += 1;
    addHunk(text, old, now, changes.slice(first, last + 1), style);
    first = last + 1;
  }
}

const isNear = (change: Change | undefined, next: Change | undefined, context: number): boolean =>
  change !== undefined && next !== undefined && next.oldStart - change.oldEnd <= 2 * context;

function addHunk(
  text: BoundedText,
  old: Lines,
  now: Lines,
  changes: readonly Change[],
  { context, skipped = { old: 0, now: 0 } }: HunkStyle,
): void {
  const [first, last] = [changes[0], changes.at(-1)];
  if (first === undefined || last === undefined) return;
  const lead = Math.min(context, first.oldStart);
  const trail = Math.min(context, old.length - last.oldEnd);
  const [oldStart, newStart] = [first.oldStart - lead, first.newStart - lead];
  const [oldEnd, newEnd] = [last.oldEnd + trail, last.newEnd + trail];
  const oldRange = rangeOf(skipped.old + oldStart, skipped.old + oldEnd);
  const newRange = rangeOf(skipped.now + newStart, skipped.now + newEnd);
  text.add(`@@ -${oldRange} +${newRange} @@\n`);
  let at = oldStart;
  for (const change of changes) {
    text.addLines(' ', old, at, change.oldStart);
    text.addLines('-', old, change.oldStart, change.oldEnd);
    text.addLines('+', now, change.newStart, change.newEnd);
    at = change.oldEnd;
  }
  text.addLines(' ', old, at, oldEnd);
}

/** The first line counted from 1, one less where there is none, and how many. */
export const rangeOf = (start: number, end: number): string =>
  `${end === start ? start : start + 1},${end - start}`;

function* changesOf({ removed, added }: Edits): Generator<Change, void> {
  let [old, now] = [0, 0];
  while (old < removed.length || now < added.length) {
    const [oldStart, newStart] = [old, now];
    while (removed[old] === 1) old += 1;
    while (added[now] === 1) now += 1;
    if (old > oldStart || now > newStart) yield { oldStart, oldEnd: old, newStart, newEnd: now };
    old += 1;
    now += 1;
  }
}
