import { boundText, showHidden, stripAnsi } from '@portolan/runtime/untrusted-text';
import type { LogLine } from './lines.ts';

/** What every line of a log of GitHub Actions begins with: when it was written, to 100 ns. */
const stamp = /^\u{FEFF}?(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?Z ?/u;
const decoder = new TextDecoder();

/** When a line was written, in milliseconds; undefined for the later lines of one message. */
export function writtenAt({ bytes }: LogLine): number | undefined {
  const found = stamp.exec(decoder.decode(bytes.subarray(0, 40)));
  return found === null ? undefined : Date.parse(`${found[1]}${(found[2] ?? '').slice(0, 4)}Z`);
}

/**
 * A line as a reader sees it: without its time, without escapes of a terminal, and, where it was written over
 * itself to show progress, with the last of what it showed.
 *
 * @param stamped whether lines begin with a time, as those of a job do
 */
export function lineText({ bytes, omitted }: LogLine, maxBytes: number, stamped = true): string {
  const text = stripAnsi(decoder.decode(bytes));
  const plain = stamped ? text.replace(stamp, '') : text;
  const shown = plain.split('\r').findLast((part) => part.trim() !== '') ?? plain;
  const bounded = boundText(showHidden(shown), maxBytes);
  const left = omitted + bounded.omitted;
  return left === 0 ? bounded.text : `${bounded.text} [${left} more]`;
}
