import type { Span } from './changed-spans.ts';

/** Lines of context around a change, as in git. */
export const CONTEXT = 3;

/** A part of two texts in whole lines, and how many lines of either are before it. */
export interface Part {
  readonly before: string;
  readonly after: string;
  readonly skipped: { readonly old: number; readonly now: number };
}

/** The parts of two texts around what was changed, with context; no part's context reaches that of the next. */
export function* partsAround(before: string, after: string, spans: readonly Span[]): Generator<Part, void> {
  const all = { before, after, skipped: { old: 0, now: 0 } };
  if (spans.length < 2) {
    yield all;
    return;
  }
  let at = 0;
  let skipped = all.skipped;
  for (const { oldStart, oldEnd, newStart, newEnd } of withContext(before, spans)) {
    const between = countLines(before, at, oldStart);
    skipped = { old: skipped.old + between, now: skipped.now + between };
    yield { before: before.slice(oldStart, oldEnd), after: after.slice(newStart, newEnd), skipped };
    skipped = {
      old: skipped.old + countLines(before, oldStart, oldEnd),
      now: skipped.now + countLines(after, newStart, newEnd),
    };
    at = oldEnd;
  }
}

/** Spans in whole lines; what is between two is equal, and so are the ends of lines there. */
function* withContext(before: string, spans: readonly Span[]): Generator<Span, void> {
  let open: Span | undefined;
  for (const span of spans) {
    const start = linesBack(before, span.oldStart);
    const end = linesForward(before, span.oldEnd);
    const wide = {
      oldStart: start,
      oldEnd: end,
      newStart: span.newStart - (span.oldStart - start),
      newEnd: span.newEnd + (end - span.oldEnd),
    };
    if (open === undefined) open = wide;
    else if (start <= open.oldEnd) open = { ...wide, oldStart: open.oldStart, newStart: open.newStart };
    else {
      yield open;
      open = wide;
    }
  }
  if (open !== undefined) yield open;
}

/** A part without its equal beginning and end, but for context; undefined when nothing differs. */
export function differing({ before, after, skipped }: Part): Part | undefined {
  if (before === after) return undefined;
  const start = linesBack(before, commonStart(before, after));
  const kept = linesForward(before, before.length - commonEnd(before, after, start));
  const end = before.length - kept;
  const lines = countLines(before, 0, start);
  return {
    before: before.slice(start, before.length - end),
    after: after.slice(start, after.length - end),
    skipped: { old: skipped.old + lines, now: skipped.now + lines },
  };
}

function commonStart(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let at = 0;
  while (at < most && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return at;
}

function commonEnd(a: string, b: string, start: number): number {
  const most = Math.min(a.length, b.length) - start;
  let count = 0;
  while (count < most && a.charCodeAt(a.length - 1 - count) === b.charCodeAt(b.length - 1 - count)) count++;
  return count;
}

/** The start of the line a position is in, and the context before it. */
function linesBack(text: string, position: number): number {
  let at = position;
  for (let line = 0; line <= CONTEXT && at > 0; line++) {
    // A line feed at the very beginning ends an empty line.
    if (line > 0 && at === 1) return 0;
    at = text.lastIndexOf('\n', line === 0 ? at - 1 : at - 2) + 1;
  }
  return at;
}

/** The end of the line a position is in, and the context after it. */
function linesForward(text: string, position: number): number {
  let at = position;
  for (let line = 0; line <= CONTEXT && at < text.length; line++) {
    const newline = text.indexOf('\n', at);
    at = newline === -1 ? text.length : newline + 1;
  }
  return at;
}

/** Line feeds from one place of a text up to another. */
export function countLines(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', start); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
