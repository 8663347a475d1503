import { isUtf8 } from 'node:buffer';
import { readSync } from 'node:fs';
import type { Access, OpenFile } from '../access/types.ts';
import { readPart } from '../reading/bytes.ts';
import { detectEncoding } from '../reading/encoding.ts';
import { showPath } from '../roots/show.ts';
import { TimeSlices } from '../searching/walk/time-slices.ts';
import { type Editable, editable, LARGE_BYTES } from '../writing/editable.ts';
import { type TextDiff, textDiff } from './text-diff.ts';

/** Larger files are compared byte by byte, and only the first difference is told. */
const maxTextBytes = 4 * 1024 * 1024;
const chunkBytes = 256 * 1024;

/** How much of the difference is shown. */
export interface CompareOptions {
  /** Lines of context around each change. Default 3. */
  readonly context?: number | undefined;
  /** Bytes of the diff; the rest is cut off. Default 64 KiB. */
  readonly maxDiffBytes?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Whether two files are the same, and where not. */
export interface Comparison {
  readonly identical: boolean;
  /** Offset of the first byte that differs; the length of the shorter file where one begins with the other. */
  readonly firstDifference?: number;
  /** Missing for identical files, for large ones and where one is no text. */
  readonly text?: TextDiff;
}

/**
 * Compares two files: whether they are the same bytes, and for text a unified diff.
 *
 * @throws ToolError as opening a file does
 */
export async function compareFiles(
  access: Access,
  beforePath: string,
  afterPath: string,
  options: CompareOptions = {},
): Promise<Comparison> {
  using before = access.openFile(beforePath);
  using after = access.openFile(afterPath);
  const firstDifference = await findDifference(before, after, options.signal);
  if (firstDifference === undefined) return { identical: true };
  const texts = textsOf(before, after);
  if (texts === undefined) return { identical: false, firstDifference };
  const [old, now] = texts;
  const text = await textDiff(old.text, now.text, {
    shown: old.shown,
    names: [showPath(before.place.relative), showPath(after.place.relative)],
    context: options.context ?? 3,
    maxDiffBytes: options.maxDiffBytes ?? 65_536,
    signal: options.signal,
  });
  return { identical: false, firstDifference, text };
}

async function findDifference(a: OpenFile, b: OpenFile, signal?: AbortSignal): Promise<number | undefined> {
  const slices = new TimeSlices(signal);
  const left = Buffer.allocUnsafe(chunkBytes);
  const right = Buffer.allocUnsafe(chunkBytes);
  for (let at = 0; ; ) {
    const leftBytes = readSync(a.fd, left, 0, chunkBytes, at);
    const rightBytes = readSync(b.fd, right, 0, chunkBytes, at);
    const length = Math.min(leftBytes, rightBytes);
    if (left.compare(right, 0, length, 0, length) !== 0) return at + firstUnequal(left, right);
    at += length;
    if (length === 0) return leftBytes === rightBytes ? undefined : at;
    if (slices.over) await slices.rest();
  }
}

function firstUnequal(a: Buffer, b: Buffer): number {
  let at = 0;
  while (a[at] === b[at]) at += 1;
  return at;
}

/** Both held alike, for a text is to equal the same one; undefined where one is large or no text. */
function textsOf(before: OpenFile, after: OpenFile): readonly [Editable, Editable] | undefined {
  if (before.stat.size > maxTextBytes || after.stat.size > maxTextBytes) return undefined;
  const [old, now] = [readPart(before, 0, before.stat.size), readPart(after, 0, after.stat.size)];
  if (detectEncoding(old, true) === undefined || detectEncoding(now, true) === undefined) return undefined;
  const compact = old.length + now.length >= LARGE_BYTES && isWholeUtf8(old) && isWholeUtf8(now);
  return [editable(old, before.place.shown, { compact }), editable(now, after.place.shown, { compact })];
}

const isWholeUtf8 = (bytes: Buffer): boolean =>
  detectEncoding(bytes, true)?.encoding === 'utf-8' && isUtf8(bytes);
