import type { FileDiff } from './diff.ts';

/** Where a comment may be: a line that the diff of a file shows. */
export interface DiffLine {
  readonly side: 'LEFT' | 'RIGHT';
  readonly line: number;
  /** The hunk up to and with this line. */
  readonly hunk: string;
}

/** Finds a line in the diff of a file; lines of context are on both sides. */
export function findDiffLine(file: FileDiff, side: 'LEFT' | 'RIGHT', wanted: number): DiffLine | undefined {
  let left = 0;
  let right = 0;
  let hunk: string[] = [];
  for (const text of (file.patch ?? '').split('\n')) {
    const header = /^@@ -(\d+)(?:,\d+)? \+(\d+)/.exec(text);
    if (header) {
      left = Number(header[1]);
      right = Number(header[2]);
      hunk = [text];
      continue;
    }
    hunk.push(text);
    const mark = text.charAt(0);
    if (mark === '\\') continue;
    const isHere = side === 'LEFT' ? mark !== '+' && left === wanted : mark !== '-' && right === wanted;
    if (isHere) return { side, line: wanted, hunk: hunk.join('\n') };
    if (mark !== '+') left += 1;
    if (mark !== '-') right += 1;
  }
  return undefined;
}
