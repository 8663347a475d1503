import { findRuns } from './find-runs.ts';
import { findText } from './find-text.ts';
import { endingsOf, toUnix, withEnding } from './line-endings.ts';

/**
 * Places in a text in rising order, and what goes there. They are told in numbers, for 200,000 objects are 20 MB; an
 * index is below the length.
 */
export interface Matches {
  readonly length: number;
  startAt(index: number): number;
  endAt(index: number): number;
  replacementAt(index: number): string;
}

/**
 * The places where a text occurs, overlapping ones too, whatever the line endings of either. The
 * replacement gets the line endings of what it replaces, or of the line it is in.
 */
export function findExact(text: string, oldText: string, newText: string, limit: number): Matches {
  const { starts, ends } = findText(text, oldText, limit);
  const startAt = (index: number): number => starts[index] ?? 0;
  const endingFrom = endingsOf(text);
  const endings = { '\n': withEnding(newText, '\n'), '\r\n': withEnding(newText, '\r\n') };
  return {
    length: starts.length,
    startAt,
    endAt: (index) => ends[index] ?? 0,
    replacementAt: (index) => endings[endingFrom(startAt(index))],
  };
}

/** A line without its ending, and where it is. */
export interface Line {
  readonly text: string;
  readonly start: number;
  /** After the line's text, before its ending. */
  readonly end: number;
}

/** Lines that are made when they are asked for: an object for each of 150,000 is 20 MB. */
export interface Lines {
  readonly length: number;
  at(index: number): Line | undefined;
}

/** The lines of a text with their places; a text that ends with a line feed has an empty last one. */
export function linesOf(text: string): Lines {
  const starts = new Int32Array(countNewlines(text) + 1);
  for (let index = 1, from = 0; index < starts.length; index += 1) {
    from = text.indexOf('\n', from) + 1;
    starts[index] = from;
  }
  return {
    length: starts.length,
    at(index) {
      const start = starts[index];
      if (start === undefined) return undefined;
      const next = starts[index + 1];
      const stop = next === undefined ? text.length : next - 1;
      const end = next !== undefined && stop > start && text[stop - 1] === '\r' ? stop - 1 : stop;
      return { text: text.slice(start, end), start, end };
    },
  };
}

function countNewlines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

const indentOf = (line: string) => /^[^\S\n]*/.exec(line)?.[0] ?? '';

/**
 * Whole lines that are equal but for white space at their ends. The replacement takes over the
 * indentation that is there.
 */
export function findTolerant(text: string, oldText: string, newText: string, limit: number): Matches {
  const wanted = toUnix(oldText).split('\n');
  // A line feed at the end closes the last line; it asks for no empty line after it.
  const closed = wanted.length > 1 && wanted.at(-1) === '';
  if (closed) wanted.pop();
  if (wanted.every((line) => line.trim() === '')) return matchesOf([]);
  const trimmed = wanted.map((line) => line.trim());
  const lines = linesOf(text);
  const replacement = closed && newText.endsWith('\n') ? newText.replace(/\r?\n$/, '') : newText;
  const endingFrom = endingsOf(text);
  const there = { length: lines.length, at: (index: number) => lines.at(index)?.text.trim() };
  const matches: Match[] = [];
  for (const at of findRuns(there, itemsOf(trimmed), limit)) {
    const first = lines.at(at);
    const last = lines.at(at + wanted.length - 1);
    if (first === undefined || last === undefined) continue;
    const indented = reindent(replacement, indentOf(wanted[0] ?? ''), indentOf(first.text));
    matches.push({
      start: first.start,
      end: last.end,
      replacement: withEnding(indented, endingFrom(first.start)),
    });
  }
  return matchesOf(matches);
}

/** A place in a text. */
interface Match {
  readonly start: number;
  readonly end: number;
  /** What goes there. */
  readonly replacement: string;
}

const matchesOf = (matches: readonly Match[]): Matches => ({
  length: matches.length,
  startAt: (index) => matches[index]?.start ?? 0,
  endAt: (index) => matches[index]?.end ?? 0,
  replacementAt: (index) => matches[index]?.replacement ?? '',
});

const itemsOf = (lines: readonly string[]) => ({ length: lines.length, at: (index: number) => lines[index] });

/** Moves lines from the indentation the caller assumed to the one in the file. */
function reindent(newText: string, assumed: string, actual: string): string {
  return toUnix(newText)
    .split('\n')
    .map((line) =>
      line.startsWith(assumed) && line.trim() !== '' ? actual + line.slice(assumed.length) : line,
    )
    .join('\n');
}

/** The number of the line a position is in, from 1. */
export function lineAt(text: string, position: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < position; at = text.indexOf('\n', at + 1)) line++;
  return line;
}
