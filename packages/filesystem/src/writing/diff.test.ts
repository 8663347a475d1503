import { applyPatch } from 'diff';
import { describe, expect, it } from 'vitest';
import { applyEdits, type Edit } from './apply-edits.ts';
import { unifiedDiff } from './diff.ts';
import { editable } from './editable.ts';

/** The same numbers in every run. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const letters = 'abcd';

/** A text of lines, and edits of one place or of all places, which may change what one before them made. */
function randomEdits(seed: number, line: (random: (below: number) => number, at: number) => string) {
  const random = randomNumbers(seed);
  const ending = seed % 3 === 0 ? '\r\n' : '\n';
  const lines = Array.from({ length: 10 + random(120) }, (_, at) => line(random, at));
  const before = lines.join(ending) + (random(3) === 0 ? '' : ending);
  const file = editable(Buffer.from(before), 'file');
  const edits: Edit[] = [];
  let text = before;
  for (let count = 2 + random(6); edits.length < count && text !== ''; ) {
    const start = random(text.length);
    const oldText = text.slice(start, start + 1 + random(12));
    // Half of a line ending is no text that an edit finds.
    if (oldText.endsWith('\r') || (ending === '\r\n' && oldText.startsWith('\n'))) continue;
    const newText = ['', 'x', '\n', `${letters[random(4)]}\n`, 'x\ny\nz', `${oldText}\n`][random(6)] ?? '';
    const isOnce = text.indexOf(oldText) === text.lastIndexOf(oldText);
    const edit = { oldText, newText, replaceAll: !isOnce || random(2) === 0 };
    const next = applyEdits({ ...file, text }, [edit], 'file');
    if (next.text.length < 100_000) edits.push(edit);
    if (next.text.length < 100_000) text = next.text;
  }
  return { before, ...applyEdits(file, edits, 'file') };
}

const toUnix = (text: string) => text.replaceAll('\r\n', '\n');
const changedLines = (diff: string) => diff.match(/^[+-](?!(?:--|\+\+) file\t)/gm)?.length ?? 0;

/** Which spans are told, and what is not in them is equal. */
function expectSpans({ before, text, spans }: ReturnType<typeof randomEdits>): void {
  let [old, now] = [0, 0];
  for (const { oldStart, oldEnd, newStart, newEnd } of spans) {
    expect(text.slice(now, newStart)).toBe(before.slice(old, oldStart));
    [old, now] = [oldEnd, newEnd];
  }
  expect(text.slice(now)).toBe(before.slice(old));
}

describe('the diff of several edits', () => {
  it('makes the old text the new one, whatever the edits', async () => {
    let several = 0;
    for (let seed = 1; seed <= 3_000; seed += 1) {
      const edited = randomEdits(seed, (random) => (letters[random(4)] ?? '').repeat(random(4)));
      expectSpans(edited);
      if (edited.spans.length > 1) several += 1;
      const [before, after] = [toUnix(edited.before), toUnix(edited.text)];
      const diff = await unifiedDiff('file', edited.before, edited.text, { spans: edited.spans });
      if (before === after) expect(diff).toBe('');
      else expect(applyPatch(before, diff), `seed ${seed}`).toBe(after);
      const shortest = await unifiedDiff('file', edited.before, edited.text);
      expect(changedLines(diff)).toBeGreaterThanOrEqual(changedLines(shortest));
    }
    expect(several).toBeGreaterThan(1_000);
  });

  it('is the same as without knowing what was edited, where lines do not repeat', async () => {
    for (let seed = 1; seed <= 1_000; seed += 1) {
      const { before, text, spans } = randomEdits(seed, (_, at) => `line ${at} ${at * 7_919}`);
      const diff = await unifiedDiff('file', before, text, { spans });
      expect(diff, `seed ${seed}`).toBe(await unifiedDiff('file', before, text));
    }
  });

  it('shows each of many that are far apart, in a file of many lines', async () => {
    const lines = Array.from({ length: 20_000 }, (_, at) => `line ${at}\n`);
    const before = lines.join('');
    const edits = Array.from({ length: 40 }, (_, at) => ({
      oldText: `\nline ${at * 500 + 50}\n`,
      newText: `\n${'another\n'.repeat(50)}`,
    }));
    const { text, spans } = applyEdits(editable(Buffer.from(before), 'file'), edits, 'file');
    const diff = await unifiedDiff('file', before, text, { spans });
    expect(diff.match(/^@@.*$/gm)).toHaveLength(40);
    expect(diff).toContain('\n@@ -19548,7 +21459,56 @@\n line 19547\n');
    expect(applyPatch(before, diff)).toBe(text);
  });
});
