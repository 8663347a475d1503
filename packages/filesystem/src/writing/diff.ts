/** Lines of context around a change, as in git. */
const CONTEXT = 3;
/**
 * The search for the shortest diff is given up where it takes more lines taken out and put in than this, for its
 * work grows with their square, and the changed part is shown as replaced whole.
 */
const MAX_EDITS = 1_500;
/** The same for texts of many equal lines, where each edit is dear. */
const TIMEOUT_MS = 500;

/** The part of two texts in which they differ, in whole lines with context, and the lines before it. */
interface Differing {
  readonly before: string;
  readonly after: string;
  readonly skippedLines: number;
}

/**
 * The unified diff of two texts with `\n` line endings; empty when nothing differs. Equal beginnings and
 * ends are set aside first, so that a small change in a large file costs little.
 */
export async function unifiedDiff(path: string, before: string, after: string): Promise<string> {
  const part = differing(before.replaceAll('\r\n', '\n'), after.replaceAll('\r\n', '\n'));
  if (part === undefined) return '';
  const { formatPatch, structuredPatch } = await import('diff');
  const options = { context: CONTEXT, maxEditLength: MAX_EDITS, timeout: TIMEOUT_MS };
  const patch = structuredPatch(path, path, part.before, part.after, 'original', 'modified', options);
  if (patch === undefined) return replacedWhole(path, part);
  const hunks = patch.hunks.map((hunk) => ({
    ...hunk,
    oldStart: hunk.oldStart + part.skippedLines,
    newStart: hunk.newStart + part.skippedLines,
  }));
  return formatPatch({ ...patch, hunks });
}

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
  const [removed, added] = [markedLines(before, '-'), markedLines(after, '+')];
  const range = (lines: readonly string[]) => `${skippedLines + (lines.length > 0 ? 1 : 0)},${lines.length}`;
  return [
    `--- ${path}\toriginal`,
    `+++ ${path}\tmodified`,
    `@@ -${range(removed)} +${range(added)} @@`,
    ...removed,
    ...added,
    '',
  ].join('\n');
}

const NO_NEWLINE = '\n\\ No newline at end of file';

function markedLines(text: string, mark: '-' | '+'): readonly string[] {
  if (text === '') return [];
  const lines = text.split('\n').map((line) => mark + line);
  if (text.endsWith('\n')) lines.pop();
  else lines.push(`${lines.pop() ?? mark}${NO_NEWLINE}`);
  return lines;
}
