import type { StructuredPatch } from 'diff';

/** The shortest diff is sought this long in one go; most are found in a millisecond. */
const quickMs = 40;
/** And this long in small steps between which other calls run; then the changed part is shown as replaced whole. */
const patientMs = 3_000;

export interface TextDiff {
  /** Unified diff, cut at a line where it is longer than asked for. */
  readonly diff: string;
  readonly added: number;
  readonly removed: number;
  readonly truncated: boolean;
  /** Whether the shortest diff was found; otherwise equal lines inside the changed part are shown as changed. */
  readonly shortest: boolean;
}

export interface DiffOptions {
  readonly names: readonly [before: string, after: string];
  readonly context: number;
  readonly maxDiffBytes: number;
  readonly signal?: AbortSignal | undefined;
}

/** The unified diff of two texts. Time is bounded however different they are. */
export async function textDiff(before: string, after: string, options: DiffOptions): Promise<TextDiff> {
  const { formatPatch, structuredPatch, FILE_HEADERS_ONLY } = await import('diff');
  const old = splitLines(before);
  const now = splitLines(after);
  const { start, end } = commonEnds(old, now, options.context);
  const part = (lines: readonly string[]): string => lines.slice(start, lines.length - end).join('');
  const [oldName, newName] = options.names;
  const { context } = options;
  const quick = structuredPatch(oldName, newName, part(old), part(now), '', '', {
    context,
    timeout: quickMs,
  });
  const found =
    quick ??
    (await new Promise<StructuredPatch | undefined>((resolve, reject) => {
      options.signal?.addEventListener('abort', () => reject(options.signal?.reason), { once: true });
      const patient = { context, timeout: patientMs, callback: resolve };
      structuredPatch(oldName, newName, part(old), part(now), '', '', patient);
    }));
  options.signal?.throwIfAborted();
  if (found === undefined) return replacedWhole(old, now, start, end, options);
  const hunks = found.hunks.map((hunk) => ({
    ...hunk,
    oldStart: hunk.oldStart + start,
    newStart: hunk.newStart + start,
  }));
  const lines = hunks.flatMap((hunk) => hunk.lines);
  return {
    ...cut(formatPatch({ ...found, hunks }, FILE_HEADERS_ONLY), options.maxDiffBytes),
    added: lines.filter((line) => line.startsWith('+')).length,
    removed: lines.filter((line) => line.startsWith('-')).length,
    shortest: true,
  };
}

/** Lines with their ends. */
export const splitLines = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+/g) ?? [];

/** How many lines at both ends are equal, less the context that is shown of them. */
function commonEnds(
  old: readonly string[],
  now: readonly string[],
  context: number,
): { start: number; end: number } {
  const shorter = Math.min(old.length, now.length);
  let start = 0;
  while (start < shorter && old[start] === now[start]) start += 1;
  let end = 0;
  while (end < shorter - start && old[old.length - 1 - end] === now[now.length - 1 - end]) end += 1;
  return { start: Math.max(0, start - context), end: Math.max(0, end - context) };
}

function replacedWhole(
  old: readonly string[],
  now: readonly string[],
  start: number,
  end: number,
  { names, maxDiffBytes }: DiffOptions,
): TextDiff {
  const gone = old.slice(start, old.length - end);
  const come = now.slice(start, now.length - end);
  const signed = (sign: string, lines: readonly string[]): string =>
    lines
      .map((line) => `${sign}${line.endsWith('\n') ? line : `${line}\n\\ No newline at end of file\n`}`)
      .join('');
  const range = (lines: readonly string[]): string =>
    `${lines.length === 0 ? start : start + 1},${lines.length}`;
  const text = `--- ${names[0]}\n+++ ${names[1]}\n@@ -${range(gone)} +${range(come)} @@\n${signed('-', gone)}${signed('+', come)}`;
  return { ...cut(text, maxDiffBytes), added: come.length, removed: gone.length, shortest: false };
}

function cut(text: string, maxBytes: number): { diff: string; truncated: boolean } {
  if (Buffer.byteLength(text) <= maxBytes) return { diff: text, truncated: false };
  const bytes = Buffer.from(text);
  return { diff: bytes.toString('utf8', 0, bytes.lastIndexOf(0x0a, maxBytes - 1) + 1), truncated: true };
}
