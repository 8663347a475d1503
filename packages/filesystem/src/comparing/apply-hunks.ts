import { fail } from '@portolan/runtime';
import type { StructuredPatchHunk } from 'diff';
import { Lines } from './lines.ts';

/** How many lines a hunk may lie away from where the patch says. */
const maxOffset = 200;

/** The text after all hunks of a file. */
export interface HunksApplied {
  readonly text: string;
  /** Lines by which each hunk was found away from its place. */
  readonly offsets: readonly number[];
}

/** A line of a hunk; `isOpen` where no line break follows it. */
interface PatchLine {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
  readonly isOpen: boolean;
}

/**
 * Applies hunks to a text: every context and removed line must be there, at the place or up to 200 lines
 * away from it. Line endings of the text are kept, and added lines get them too.
 *
 * @param toFile turns a line of the patch into the form the text has it in
 * @throws ToolError `conflict` where a hunk does not fit, `ambiguous` where it fits equally well at two places
 */
export function applyHunks(
  text: string,
  hunks: readonly StructuredPatchHunk[],
  shown: string,
  toFile: (line: string) => string = (line) => line,
): HunksApplied {
  const lines = new Lines(text);
  const ending = text.includes('\r\n') ? '\r\n' : '\n';
  const result: string[] = [];
  const offsets: number[] = [];
  let taken = 0;
  let shift = 0;
  for (const [index, hunk] of hunks.entries()) {
    const patchLines = readLines(hunk, toFile);
    const old = patchLines.filter(({ sign }) => sign !== '+');
    const expected = hunk.oldStart - 1 + shift;
    const at = findPlace(lines, old, expected, taken, `Hunk ${index + 1} of the patch for ${shown}`);
    shift += at - expected;
    offsets.push(at - (hunk.oldStart - 1));
    result.push(lines.part(taken, at), ...newLines(patchLines, lines, at, ending));
    taken = at + old.length;
  }
  result.push(lines.part(taken, lines.length));
  return { text: result.join(''), offsets };
}

function readLines(hunk: StructuredPatchHunk, toFile: (line: string) => string): PatchLine[] {
  const lines: PatchLine[] = [];
  for (const line of hunk.lines) {
    const sign = line.charAt(0);
    const last = lines.at(-1);
    if (sign === '\\' && last !== undefined) lines[lines.length - 1] = { ...last, isOpen: true };
    else if (sign === ' ' || sign === '-' || sign === '+') {
      lines.push({ sign, text: toFile(line.slice(1).replace(/\r$/, '')), isOpen: false });
    }
  }
  return lines;
}

function findPlace(
  lines: Lines,
  old: readonly PatchLine[],
  expected: number,
  from: number,
  hunk: string,
): number {
  const fits = (at: number): boolean =>
    at >= from &&
    at + old.length <= lines.length &&
    old.every((line, index) => isSame(lines.at(at + index), line));
  if (fits(expected)) return expected;
  if (old.length > 0) {
    for (let offset = 1; offset <= maxOffset; offset += 1) {
      const [isAbove, isBelow] = [fits(expected - offset), fits(expected + offset)];
      if (isAbove && isBelow) {
        return fail(
          'ambiguous',
          `${hunk} fits ${offset} lines above and below its place. Nothing was written.`,
        );
      }
      if (isAbove || isBelow) return isAbove ? expected - offset : expected + offset;
    }
  }
  return fail('conflict', `${hunk} does not fit: its lines are not there. Nothing was written.`, {
    next: 'Read the file again and make the patch from what is there now.',
  });
}

function isSame(line: string, wanted: PatchLine): boolean {
  const isOpen = !line.endsWith('\n');
  return isOpen === wanted.isOpen && line.replace(/\r?\n$/, '') === wanted.text;
}

/** Context lines stay byte for byte. */
function newLines(patchLines: readonly PatchLine[], lines: Lines, at: number, ending: string): string[] {
  const result: string[] = [];
  let old = at;
  for (const { sign, text, isOpen } of patchLines) {
    if (sign === ' ') result.push(lines.at(old));
    if (sign === '+') result.push(isOpen ? text : text + ending);
    if (sign !== '+') old += 1;
  }
  return result;
}
