/** A place in a text. */
export interface Match {
  readonly start: number;
  readonly end: number;
  /** What goes there. */
  readonly replacement: string;
}

/** `RegExp.escape` for Node versions before 24. */
const escapeLiteral = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

const toUnix = (text: string) => text.replaceAll('\r\n', '\n');

/**
 * Every place where a text occurs, overlapping ones too, whatever the line endings of either. The
 * replacement gets the line endings of what it replaces, or of the line it is in.
 */
export function findExact(text: string, oldText: string, newText: string): readonly Match[] {
  const wanted = toUnix(oldText);
  const pattern = new RegExp(wanted.split('\n').map(escapeLiteral).join('\\r?\\n'), 'g');
  const matches: Match[] = [];
  for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
    const start = found.index;
    const end = start + found[0].length;
    matches.push({ start, end, replacement: withEnding(newText, endingAt(text, start, end)) });
    pattern.lastIndex = start + 1;
  }
  return matches;
}

/** The line ending inside a part, or of the line it is in, or before it in the last line. */
export function endingAt(text: string, start: number, end: number): '\n' | '\r\n' {
  let at = text.indexOf('\n', start);
  if (at === -1) at = text.lastIndexOf('\n', end);
  return at > 0 && text[at - 1] === '\r' ? '\r\n' : '\n';
}

export const withEnding = (text: string, ending: '\n' | '\r\n') =>
  ending === '\n' ? toUnix(text) : toUnix(text).replaceAll('\n', '\r\n');

/** A line without its ending, and where it is. */
interface Line {
  readonly text: string;
  readonly start: number;
  /** After the line's text, before its ending. */
  readonly end: number;
}

export function linesOf(text: string): readonly Line[] {
  const lines: Line[] = [];
  for (let start = 0; start <= text.length; ) {
    const newline = text.indexOf('\n', start);
    const stop = newline === -1 ? text.length : newline;
    const end = newline > start && text[newline - 1] === '\r' ? newline - 1 : stop;
    lines.push({ text: text.slice(start, end), start, end });
    if (newline === -1) break;
    start = newline + 1;
  }
  return lines;
}

const indentOf = (line: string) => /^[^\S\n]*/.exec(line)?.[0] ?? '';

/**
 * Whole lines that are equal but for white space at their ends. The replacement takes over the
 * indentation that is there.
 */
export function findTolerant(text: string, oldText: string, newText: string): readonly Match[] {
  const wanted = toUnix(oldText).split('\n');
  // A line feed at the end closes the last line; it asks for no empty line after it.
  const closed = wanted.length > 1 && wanted.at(-1) === '';
  if (closed) wanted.pop();
  if (wanted.every((line) => line.trim() === '')) return [];
  const trimmed = wanted.map((line) => line.trim());
  const lines = linesOf(text);
  const replacement = closed && newText.endsWith('\n') ? newText.replace(/\r?\n$/, '') : newText;
  const matches: Match[] = [];
  for (let at = 0; at + wanted.length <= lines.length; at++) {
    if (!trimmed.every((line, offset) => lines[at + offset]?.text.trim() === line)) continue;
    const first = lines[at];
    const last = lines[at + wanted.length - 1];
    if (first === undefined || last === undefined) continue;
    const indented = reindent(replacement, indentOf(wanted[0] ?? ''), indentOf(first.text));
    matches.push({
      start: first.start,
      end: last.end,
      replacement: withEnding(indented, endingAt(text, first.start, last.end)),
    });
  }
  return matches;
}

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
