import { linesOf } from './matching.ts';

/** Lines of context around a change, as in git. */
const CONTEXT = 3;
/** The search for the shortest diff is given up after this and the changed part shown as replaced whole. */
const TIMEOUT_MS = 500;

/**
 * The unified diff of two texts with `\n` line endings; empty when nothing differs. Equal beginnings and
 * ends are set aside first, so that a small change in a large file costs little.
 */
export async function unifiedDiff(path: string, before: string, after: string): Promise<string> {
  if (before === after) return '';
  const { formatPatch, structuredPatch } = await import('diff');
  const old = plain(before);
  const now = plain(after);
  const skipped = Math.max(0, commonStart(old, now) - CONTEXT);
  const kept = Math.max(0, commonEnd(old, now, skipped) - CONTEXT);
  const oldPart = join(old.slice(skipped, old.length - kept), kept > 0);
  const nowPart = join(now.slice(skipped, now.length - kept), kept > 0);
  const options = { context: CONTEXT, timeout: TIMEOUT_MS };
  const patch =
    structuredPatch(path, path, oldPart, nowPart, 'original', 'modified', options) ??
    structuredPatch(path, path, oldPart, nowPart, 'original', 'modified', {
      context: CONTEXT,
      maxEditLength: 0,
    });
  if (patch === undefined) return wholePart(path, old, now, skipped, kept);
  const hunks = patch.hunks.map((hunk) => ({
    ...hunk,
    oldStart: hunk.oldStart + skipped,
    newStart: hunk.newStart + skipped,
  }));
  return formatPatch({ ...patch, hunks });
}

/** Lines; a text that ends with a line feed has an empty last one. */
const plain = (text: string): readonly string[] => linesOf(text).map((line) => line.text);

/** A part that is not at the end has a line feed after its last line. */
const join = (lines: readonly string[], followed: boolean) =>
  lines.join('\n') + (followed && lines.length > 0 ? '\n' : '');

function commonStart(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < a.length && count < b.length && a[count] === b[count]) count++;
  return count;
}

function commonEnd(a: readonly string[], b: readonly string[], skipped: number): number {
  const most = Math.min(a.length, b.length) - skipped;
  let count = 0;
  while (count < most && a[a.length - 1 - count] === b[b.length - 1 - count]) count++;
  return count;
}

function wholePart(
  path: string,
  old: readonly string[],
  now: readonly string[],
  skipped: number,
  kept: number,
): string {
  const removed = old.slice(skipped, old.length - kept);
  const added = now.slice(skipped, now.length - kept);
  return [
    `--- ${path}\toriginal`,
    `+++ ${path}\tmodified`,
    `@@ -${skipped + 1},${removed.length} +${skipped + 1},${added.length} @@`,
    ...removed.map((line) => `-${line}`),
    ...added.map((line) => `+${line}`),
    '',
  ].join('\n');
}
