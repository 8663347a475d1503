/** One hunk of the patch of a file. */
export interface Hunk {
  readonly header: string;
  readonly oldStart: number;
  readonly newStart: number;
  /** Its lines, with their sign, without the header. */
  readonly lines: readonly string[];
}

const headerForm = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/;

/** The hunks of the patch of one file; what stands before the first is left out. */
export function parsePatch(patch: string): readonly Hunk[] {
  const hunks: { header: string; oldStart: number; newStart: number; lines: string[] }[] = [];
  const lines = patch.split('\n');
  if (lines.at(-1) === '') lines.pop();
  for (const line of lines) {
    const found = headerForm.exec(line);
    if (found === null) hunks.at(-1)?.lines.push(line);
    else hunks.push({ header: line, oldStart: Number(found[1]), newStart: Number(found[2]), lines: [] });
  }
  return hunks;
}

export type Side = 'LEFT' | 'RIGHT';

/** The lines of a file that a review may comment, by side: those a hunk shows. */
export function commentableLines(
  hunks: readonly Hunk[],
): Readonly<Record<Side, ReadonlyMap<number, number>>> {
  const lines = { LEFT: new Map<number, number>(), RIGHT: new Map<number, number>() };
  hunks.forEach(({ oldStart, newStart, lines: shown }, hunk) => {
    let left = oldStart;
    let right = newStart;
    for (const line of shown) {
      const sign = line.charAt(0);
      if (sign === '\\') continue;
      if (sign !== '+') lines.LEFT.set(left++, hunk);
      if (sign !== '-') lines.RIGHT.set(right++, hunk);
    }
  });
  return lines;
}

/** Line numbers as ranges for people: `3-9, 20`. */
export function rangesOf(numbers: Iterable<number>): string {
  const ranges: { from: number; to: number }[] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && last.to + 1 === number) last.to = number;
    else ranges.push({ from: number, to: number });
  }
  return ranges.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`)).join(', ');
}
