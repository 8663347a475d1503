/** How a line of a file ends. */
export type Ending = '\n' | '\r\n';

/** A text whose lines all end with a line feed alone. A long one with many returns takes a multiple of its size. */
export const toUnix = (text: string): string => text.replaceAll('\r\n', '\n');

/** A text with all its line endings turned into one kind. */
export const withEnding = (text: string, ending: Ending): string =>
  ending === '\n' ? toUnix(text) : toUnix(text).replaceAll('\n', '\r\n');

/** The line ending inside the part of a text from a position, or of the line it is in, or before it in the last line. */
export const endingAt = (text: string, start: number): Ending => endingsOf(text)(start);

/** The same for many positions: where they rise, the text is gone through once. */
export function endingsOf(text: string): (start: number) => Ending {
  const only = onlyEnding(text);
  if (only !== undefined) return () => only;
  const last = text.lastIndexOf('\n');
  const at = (newline: number): Ending => (newline > 0 && text[newline - 1] === '\r' ? '\r\n' : '\n');
  let [from, next] = [0, -1];
  return (start) => {
    if (start > last) return at(last);
    if (start < from || next < start) [from, next] = [start, text.indexOf('\n', start)];
    return at(next);
  };
}

/** The ending of all lines, `\n` where there is none; undefined for a text that has both. */
export function onlyEnding(text: string): Ending | undefined {
  if (!text.includes('\r\n')) return '\n';
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1))
    if (text[at - 1] !== '\r') return undefined;
  return '\r\n';
}
