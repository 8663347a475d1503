import { Lines, numberLines } from '../comparing/lines.ts';
import { fewestEditsByHash, shortestEdits } from '../comparing/shortest-edits.ts';
import { addHunks, BoundedText } from '../comparing/unified-text.ts';
import { TimeSlices } from '../searching/walk/time-slices.ts';

/** Lines of context around a change, as in git. */
const CONTEXT = 3;
/**
 * The search for the shortest diff is given up where it takes more lines taken out and put in than this, for its
 * work grows with their square, and the changed part is shown as replaced whole.
 */
const MAX_EDITS = 1_500;
/** The same for texts of many equal lines, where each edit is dear. */
const TIMEOUT_MS = 500;
/** UTF-16 units of a diff that is shown: an answer carries it twice, with escapes, in at most 1 MB. */
const MAX_DIFF_LENGTH = 200_000;
/** The most bytes that one of them takes. */
const MAX_UNIT_BYTES = 3;

/** The part of two texts in which they differ, in whole lines with context, and the lines before it. */
interface Differing {
  readonly before: string;
  readonly after: string;
  readonly skippedLines: number;
}

/**
 * The unified diff of two texts with `\n` line endings; empty when nothing differs. Equal beginnings and
 * ends are set aside first, so that a small change in a large file costs little. A long one is cut at a line and
 * says so.
 */
export async function unifiedDiff(path: string, before: string, after: string): Promise<string> {
  const part = differing(before.replaceAll('\r\n', '\n'), after.replaceAll('\r\n', '\n'));
  if (part === undefined) return '';
  const [old, now] = [new Lines(part.before), new Lines(part.after)];
  if (fewestEditsByHash(old, now) > MAX_EDITS) return bounded(replacedWhole(path, part));
  // Held as numbers the lines are much smaller than as texts.
  const numbers = numberLines(old, now);
  const edits = await shortestEdits(numbers, new TimeSlices(), performance.now() + TIMEOUT_MS);
  if (edits === undefined || count(edits.removed) + count(edits.added) > MAX_EDITS)
    return bounded(replacedWhole(path, part));
  const text = new BoundedText(MAX_UNIT_BYTES * MAX_DIFF_LENGTH);
  text.add(headerOf(path));
  addHunks(text, old, now, edits, { context: CONTEXT, skippedLines: part.skippedLines });
  return bounded(text.toString());
}

const headerOf = (path: string): string => `--- ${path}\toriginal\n+++ ${path}\tmodified\n`;

const count = (marks: Uint8Array): number => marks.reduce((sum, mark) => sum + mark, 0);

function differing(before: string, after: string): Differing | undefined {
  if (before === after) return undefined;
  const start = linesBack(before, commonStart(before, after));
  const kept = linesForward(before, before.length - commonEnd(before, after, start));
  const end = before.length - kept;
  return {
    before: before.slice(start, before.length - end),
    after: after.slice(start, after.length - end),
    skippedLines: countLines(before, start),
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
    at = text.lastIndexOf('\n', line === 0 ? at - 1 : at - 2) + 1;
    if (line > 0 && at === 0) break;
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

function countLines(text: string, end: number): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

function replacedWhole(path: string, { before, after, skippedLines }: Differing): string {
  const range = (text: string) => {
    const lines = countLines(text, text.length) + (text === '' || text.endsWith('\n') ? 0 : 1);
    return `${skippedLines + (lines > 0 ? 1 : 0)},${lines}`;
  };
  const parts = [`${headerOf(path)}@@ -${range(before)} +${range(after)} @@\n`];
  let room = MAX_DIFF_LENGTH;
  for (const line of markedLines(before, after)) {
    parts.push(line);
    room -= line.length;
    // One line more than there is room for shows that it is to be cut.
    if (room < 0) break;
  }
  return parts.join('');
}

function* markedLines(before: string, after: string): Generator<string, void> {
  for (const [text, mark] of [
    [before, '-'],
    [after, '+'],
  ] as const) {
    for (let start = 0, end = 0; start < text.length; start = end) {
      end = text.indexOf('\n', start) + 1 || text.length;
      const line = mark + text.slice(start, end);
      yield line.endsWith('\n') ? line : `${line}\n\\ No newline at end of file\n`;
    }
  }
}

/** A diff as long as an answer can hold it; what follows a backslash is no line of the file. */
function bounded(diff: string): string {
  if (diff.length <= MAX_DIFF_LENGTH) return diff;
  const end = diff.lastIndexOf('\n', MAX_DIFF_LENGTH) + 1;
  return `${diff.slice(0, end).toWellFormed()}\\ The diff is longer and cut here; the edit is not.\n`;
}
