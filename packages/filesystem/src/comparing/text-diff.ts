import { TimeSlices } from '../searching/walk/time-slices.ts';
import { Lines, type Numbered, numberLines } from './lines.ts';
import { fewestEdits, shortestEdits } from './shortest-edits.ts';
import { addHunks, BoundedText, rangeOf } from './unified-text.ts';

/** The shortest diff is sought this long in one go; most are found in a millisecond. */
const quickMs = 40;
/** With more edits it never is: their count is squared into steps of 20 to 100 ns. */
const quickEdits = 4_000;
/** And this long in small steps between which other calls run; then the changed part is shown as replaced whole. */
const patientMs = 3_000;

/** The difference of two texts, with the lines added and removed. */
export interface TextDiff {
  /** Unified diff, cut at a line where it is longer than asked for. */
  readonly diff: string;
  readonly added: number;
  readonly removed: number;
  readonly truncated: boolean;
  /** Whether the shortest diff was found; otherwise equal lines inside the changed part are shown as changed. */
  readonly shortest: boolean;
}

/** The names in the head of a diff, its lines of context, and its size in bytes. */
export interface DiffOptions {
  readonly names: readonly [before: string, after: string];
  readonly context: number;
  readonly maxDiffBytes: number;
  readonly signal?: AbortSignal | undefined;
  /** What people read for a line of either text. Default: the line. */
  readonly shown?: ((line: string) => string) | undefined;
}

/** The unified diff of two texts. Time and memory are bounded however different they are. */
export async function textDiff(before: string, after: string, options: DiffOptions): Promise<TextDiff> {
  const [old, now] = [new Lines(before), new Lines(after)];
  const numbers = numberLines(old, now);
  const { start, end } = commonEnds(numbers, options.context);
  const middle = {
    old: numbers.old.subarray(start, old.length - end),
    now: numbers.now.subarray(start, now.length - end),
  };
  const texts = { old, now, start, end };
  const quick = fewestEdits(middle) > quickEdits ? undefined : await quickDiff(texts, options);
  return quick ?? (await patientDiff(texts, middle, options));
}

interface Ends {
  /** Lines at both ends that are equal and not shown. */
  readonly start: number;
  readonly end: number;
}

interface Texts extends Ends {
  readonly old: Lines;
  readonly now: Lines;
}

/** Undefined where it would take longer. */
async function quickDiff(
  { old, now, start, end }: Texts,
  { names: [oldName, newName], context, maxDiffBytes, shown = (line) => line }: DiffOptions,
): Promise<TextDiff | undefined> {
  const { formatPatch, structuredPatch, FILE_HEADERS_ONLY } = await import('diff');
  const part = (lines: Lines): string => lines.part(start, lines.length - end);
  const limits = { context, timeout: quickMs };
  const found = structuredPatch(oldName, newName, part(old), part(now), '', '', limits);
  if (found === undefined) return undefined;
  const hunks = found.hunks.map((hunk) => ({
    ...hunk,
    lines: hunk.lines.map(shown),
    oldStart: hunk.oldStart + start,
    newStart: hunk.newStart + start,
  }));
  const lines = hunks.flatMap((hunk) => hunk.lines);
  return {
    ...cut(formatPatch({ ...found, hunks }, FILE_HEADERS_ONLY), maxDiffBytes),
    added: lines.filter((line) => line.startsWith('+')).length,
    removed: lines.filter((line) => line.startsWith('-')).length,
    shortest: true,
  };
}

async function patientDiff(texts: Texts, middle: Numbered, options: DiffOptions): Promise<TextDiff> {
  const { old, now, start } = texts;
  const until = performance.now() + patientMs;
  const found = await shortestEdits(middle, new TimeSlices(options.signal), until);
  if (found === undefined) return replacedWhole(texts, options);
  const edits = {
    removed: placed(found.removed, old.length, start),
    added: placed(found.added, now.length, start),
  };
  const text = new BoundedText(options.maxDiffBytes, options.shown);
  text.add(headerOf(options));
  addHunks(text, old, now, edits, options);
  const count = (marks: Uint8Array): number => marks.reduce((sum, mark) => sum + mark, 0);
  return {
    ...cut(text.toString(), options.maxDiffBytes),
    added: count(edits.added),
    removed: count(edits.removed),
    shortest: true,
  };
}

function placed(marks: Uint8Array, length: number, start: number): Uint8Array {
  const all = new Uint8Array(length);
  all.set(marks, start);
  return all;
}

const headerOf = ({ names }: DiffOptions): string => `--- ${names[0]}\n+++ ${names[1]}\n`;

/** How many lines at both ends are equal, less the context that is shown of them. */
function commonEnds({ old, now }: Numbered, context: number): Ends {
  const shorter = Math.min(old.length, now.length);
  let start = 0;
  while (start < shorter && old[start] === now[start]) start += 1;
  let end = 0;
  while (end < shorter - start && old[old.length - 1 - end] === now[now.length - 1 - end]) end += 1;
  return { start: Math.max(0, start - context), end: Math.max(0, end - context) };
}

function replacedWhole({ old, now, start, end }: Texts, options: DiffOptions): TextDiff {
  const [oldEnd, newEnd] = [old.length - end, now.length - end];
  const text = new BoundedText(options.maxDiffBytes, options.shown);
  text.add(`${headerOf(options)}@@ -${rangeOf(start, oldEnd)} +${rangeOf(start, newEnd)} @@\n`);
  text.addLines('-', old, start, oldEnd);
  text.addLines('+', now, start, newEnd);
  return {
    ...cut(text.toString(), options.maxDiffBytes),
    added: newEnd - start,
    removed: oldEnd - start,
    shortest: false,
  };
}

function cut(text: string, maxBytes: number): { diff: string; truncated: boolean } {
  if (Buffer.byteLength(text) <= maxBytes) return { diff: text, truncated: false };
  const bytes = Buffer.from(text);
  return { diff: bytes.toString('utf8', 0, bytes.lastIndexOf(0x0a, maxBytes - 1) + 1), truncated: true };
}
