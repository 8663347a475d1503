import { applyPatch, diffArrays, structuredPatch } from 'diff';
import { describe, expect, it } from 'vitest';
import { TimeSlices } from '../searching/walk/time-slices.ts';
import { Lines, numberLines } from './lines.ts';
import { fewestEdits, fewestEditsByHash, shortestEdits } from './shortest-edits.ts';
import { textDiff } from './text-diff.ts';
import { addHunks, BoundedText } from './unified-text.ts';

/** The same numbers in every run. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Two texts of few different lines, with or without a last newline. */
function pairOf(seed: number): readonly [string, string] {
  const random = randomNumbers(seed);
  const text = () => {
    const lines = Array.from({ length: random(24) }, () => `line ${random(6)}`);
    return lines.join('\n') + (random(3) === 0 ? '' : '\n');
  };
  return [text(), text()];
}

const split = (text: string) => text.match(/[^\n]*\n|[^\n]+/g) ?? [];

async function editsOf(before: string, after: string) {
  const numbers = numberLines(new Lines(before), new Lines(after));
  const edits = await shortestEdits(numbers, new TimeSlices(), Number.POSITIVE_INFINITY);
  if (edits === undefined) throw new Error('Time was up.');
  return { numbers, edits };
}

const sum = (marks: Uint8Array) => marks.reduce((total, mark) => total + mark, 0);

describe('shortestEdits', () => {
  it('finds a diff as short as the library does, of any two texts', async () => {
    for (let seed = 1; seed <= 1_000; seed += 1) {
      const [before, after] = pairOf(seed);
      const changes = diffArrays(split(before), split(after));
      const count = changes.reduce(
        (total, { added, removed, count }) => total + (added || removed ? count : 0),
        0,
      );
      const { numbers, edits } = await editsOf(before, after);
      expect(sum(edits.removed) + sum(edits.added), `seed ${seed}`).toBe(count);
      expect(fewestEdits(numbers)).toBeLessThanOrEqual(count);
      const kept = split(before).filter((_, at) => edits.removed[at] === 0);
      expect(split(after).filter((_, at) => edits.added[at] === 0)).toEqual(kept);
    }
  });

  it('gives up when time is up', async () => {
    const numbers = numberLines(new Lines('a\nb\nc\n'), new Lines('c\nb\na\n'));
    expect(await shortestEdits(numbers, new TimeSlices(), 0)).toBeUndefined();
  });
});

describe('addHunks', () => {
  it('writes a patch that makes one text of the other, with hunks as the library has them', async () => {
    for (let seed = 1; seed <= 500; seed += 1) {
      const [before, after] = pairOf(seed);
      const { edits } = await editsOf(before, after);
      const text = new BoundedText(1_000_000);
      const context = seed % 4;
      addHunks(text, new Lines(before), new Lines(after), edits, { context });
      const fewest = fewestEdits(numberLines(new Lines(before), new Lines(after)));
      expect(fewestEditsByHash(before, after)).toBeLessThanOrEqual(fewest);
      const patch = `--- a\n+++ b\n${text}`;
      if (before !== after) expect(applyPatch(before, patch), `seed ${seed}`).toBe(after);
      else expect(text.toString()).toBe('');
    }
  });

  it('joins changes that share context, and keeps others apart', async () => {
    const lines = Array.from({ length: 30 }, (_, at) => `line ${at}\n`);
    const before = lines.join('');
    const after = lines.map((line, at) => ([3, 10, 20].includes(at) ? `new ${at}\n` : line)).join('');
    const { edits } = await editsOf(before, after);
    for (const context of [0, 1, 3, 4, 5]) {
      const text = new BoundedText(1_000_000);
      addHunks(text, new Lines(before), new Lines(after), edits, { context });
      const { hunks } = structuredPatch('a', 'b', before, after, '', '', { context });
      const headers = hunks.map(
        ({ oldStart, oldLines, newStart, newLines }) =>
          `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`,
      );
      expect(text.toString().match(/^@@.*$/gm)).toEqual(headers);
      expect(text.toString().replaceAll(/^@@.*\n/gm, '')).toBe(
        hunks.flatMap((hunk) => hunk.lines.map((line) => `${line}\n`)).join(''),
      );
    }
  });
});

describe('textDiff', () => {
  it('finds a small change of many lines, and many changes among equal lines, in the shortest form', async () => {
    const lines = Array.from({ length: 40_000 }, (_, at) => `line ${at}\n`);
    const before = lines.join('');
    const after = lines.map((line, at) => (at % 4 === 1 ? `new ${at}\n` : line)).join('');
    const options = { names: ['a', 'b'], context: 2, maxDiffBytes: 10_000_000 } as const;
    const { diff, ...rest } = await textDiff(before, after, options);
    expect(rest).toEqual({ added: 10_000, removed: 10_000, truncated: false, shortest: true });
    expect(
      diff.startsWith('--- a\n+++ b\n@@ -1,40000 +1,40000 @@\n line 0\n-line 1\n+new 1\n line 2\n line 3\n'),
    ).toBe(true);
    const cut = await textDiff(before, after, { ...options, maxDiffBytes: 100 });
    expect(cut.truncated).toBe(true);
    expect(diff.startsWith(cut.diff)).toBe(true);
    expect(cut.diff.length).toBeGreaterThan(80);
    expect(cut.diff.length).toBeLessThanOrEqual(100);
  });
});
