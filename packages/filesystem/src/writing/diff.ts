import { endOf, Lines, numberLines, stopOf } from '../comparing/lines.ts';
import { fewestEditsByHash, shortestEdits } from '../comparing/shortest-edits.ts';
import { addHunks, BoundedText, rangeOf } from '../comparing/unified-text.ts';
import { TimeSlices } from '../searching/walk/time-slices.ts';
import { CONTEXT, countLines, differing, type Part, partsAround } from './changed-parts.ts';
import type { Span } from './changed-spans.ts';

/**
 * The search for the shortest diff is given up where it takes more lines taken out and put in than this, for its
 * work grows with their square, and the changed part is shown as replaced whole.
 */
const MAX_EDITS = 1_500;
/** The same for texts of many equal lines, where each edit is dear. */
const TIMEOUT_MS = 500;
/** Line endings of either kind are equal: an edit keeps them. */
const STYLE = { ignoreReturns: true };
/** UTF-16 units of a diff that is shown: an answer carries it twice, with escapes, in at most 1 MB. */
const MAX_DIFF_LENGTH = 200_000;
/** The most bytes that one of them takes. */
const MAX_UNIT_BYTES = 3;

/** What is known of two texts. */
export interface DiffOptions {
  /** What was changed. Default: anything. */
  readonly spans?: readonly Span[] | undefined;
  /** What people read for a line of either text. Default: the line. */
  readonly shown?: ((line: string) => string) | undefined;
}

/**
 * The unified diff of two texts with `\n` line endings; empty when nothing differs. Only the lines around what was
 * changed are compared, so that a few changes in a large file cost little wherever they are. A long one is cut at a
 * line and says so.
 */
export async function unifiedDiff(
  path: string,
  before: string,
  after: string,
  { spans = [], shown }: DiffOptions = {},
): Promise<string> {
  const hunks = new BoundedText(MAX_UNIT_BYTES * MAX_DIFF_LENGTH, shown);
  const search = { slices: new TimeSlices(), until: performance.now() + TIMEOUT_MS };
  for (const part of partsAround(before, after, spans)) {
    const changed = differing(part);
    if (changed !== undefined) await addPart(hunks, changed, search);
    if (hunks.isFull) break;
  }
  const text = hunks.toString();
  return text === '' ? '' : bounded(headerOf(path) + text);
}

interface Search {
  readonly slices: TimeSlices;
  /** On the clock of `performance.now()`. */
  readonly until: number;
}

async function addPart(hunks: BoundedText, part: Part, { slices, until }: Search): Promise<void> {
  const { before, after } = part;
  const isShort = before.length + after.length <= MAX_EDITS;
  if (!isShort && fewestEditsByHash(before, after, STYLE) > MAX_EDITS) return addReplaced(hunks, part);
  const [old, now] = [new Lines(before, STYLE), new Lines(after, STYLE)];
  // Held as numbers the lines are much smaller than as texts.
  const edits = await shortestEdits(numberLines(old, now), slices, until);
  if (edits === undefined || count(edits.removed) + count(edits.added) > MAX_EDITS) addReplaced(hunks, part);
  else addHunks(hunks, old, now, edits, { context: CONTEXT, skipped: part.skipped });
}

const headerOf = (path: string): string => `--- ${path}\toriginal\n+++ ${path}\tmodified\n`;

const count = (marks: Uint8Array): number => marks.reduce((sum, mark) => sum + mark, 0);

function addReplaced(hunks: BoundedText, { before, after, skipped }: Part): void {
  const range = (text: string, start: number) =>
    rangeOf(start, start + countLines(text, 0, text.length) + (text === '' || text.endsWith('\n') ? 0 : 1));
  hunks.add(`@@ -${range(before, skipped.old)} +${range(after, skipped.now)} @@\n`);
  addReplacedLines(hunks, '-', before);
  addReplacedLines(hunks, '+', after);
}

function addReplacedLines(hunks: BoundedText, sign: string, text: string): void {
  for (let start = 0, end = 0; start < text.length && !hunks.isFull; start = end) {
    end = endOf(text, start);
    const stop = stopOf(text, end, STYLE);
    hunks.addLine(sign, `${text.slice(start, stop)}${stop < end ? '\n' : ''}`);
  }
}

/** A diff as long as an answer can hold it; what follows a backslash is no line of the file. */
function bounded(diff: string): string {
  if (diff.length <= MAX_DIFF_LENGTH) return diff;
  const end = diff.lastIndexOf('\n', MAX_DIFF_LENGTH) + 1;
  return `${diff.slice(0, end).toWellFormed()}\\ The diff is longer and cut here; the edit is not.\n`;
}
