import { setTimeout as wait } from 'node:timers/promises';
import { fail, ToolError } from '@portolan/runtime';
import type { Target } from '../access/types.ts';
import { keepYoungGeneration } from '../memory/young-generation.ts';
import { hashOf, readPart } from '../reading/bytes.ts';
import { showPath } from '../roots/show.ts';
import {
  type Applied,
  applyEdits,
  type Edit,
  MAX_EDIT_BYTES,
  refuseLongTexts,
  tooLarge,
} from './apply-edits.ts';
import type { Span } from './changed-spans.ts';
import { unifiedDiff } from './diff.ts';
import { type Editable, editable, LARGE_BYTES } from './editable.ts';
import { replaceFile } from './replace.ts';
import { checkedHash, type Writing, withTarget } from './write-file.ts';

/** How long an edit is done again on content that another process changed meanwhile. */
const MAX_CONTEST_MS = 5_000;
/** A random wait between attempts, so that two processes do not stay in step. */
const MAX_PAUSE_MS = 20;

/** What must be there before an edit. */
export interface EditOptions {
  /** The hash a read answered; without it the edit is applied to whatever is there. */
  readonly ifMatch?: string | undefined;
  /** Only shows what would change. */
  readonly dryRun?: boolean | undefined;
}

/** The file after an edit, or as it would be; `size` in bytes. */
export interface Edited {
  /** Absolute, below the root as the operator spelled it. */
  readonly path: string;
  /** Unified diff with `\n` line endings; empty when the edit changes nothing. */
  readonly diff: string;
  /** Of the file as it is now. */
  readonly hash: string;
  readonly size: number;
  readonly changed: boolean;
  readonly dryRun: boolean;
}

/** The same with what each edit did, in their order. */
export interface EditedText extends Edited {
  readonly applied: readonly Applied[];
}

/** What an edit makes of a file's text. */
export type Change<Extra> = (
  file: Editable,
  shown: string,
) => {
  readonly text: string;
  readonly extra: Extra;
  /** What was changed, where that is in several places. */
  readonly spans?: readonly Span[];
};

/**
 * Replaces exact text in a file. Line endings, byte order mark, encoding and all other bytes stay.
 *
 * @throws ToolError `not_found`, `ambiguous`, `conflict`, `invalid_arguments`, `unsupported`, `too_large`, and what writing gives
 */
export async function editFile(
  writing: Writing,
  path: string,
  edits: readonly Edit[],
  options: EditOptions = {},
): Promise<EditedText> {
  refuseLongTexts(edits.flatMap(({ oldText, newText }) => [oldText, newText]));
  const { result, extra } = await changeFile(writing, path, options, (file, shown) => {
    const { text, applied, spans } = applyEdits(file, edits, shown);
    return { text, extra: applied, spans };
  });
  return { ...result, applied: extra };
}

/** Reads, changes and replaces a file in the order of all writes to it; nothing another process wrote is lost. */
export async function changeFile<Extra>(
  writing: Writing,
  path: string,
  options: EditOptions,
  change: Change<Extra>,
): Promise<{ readonly result: Edited; readonly extra: Extra }> {
  const ifMatch = options.ifMatch === undefined ? undefined : checkedHash(options.ifMatch);
  for (const until = Date.now() + MAX_CONTEST_MS; ; ) {
    try {
      return await withTarget(writing, path, {}, (target) =>
        changeOnce(writing, target, ifMatch, options, change),
      );
    } catch (error) {
      const again = error instanceof ToolError && error.code === 'conflict' && ifMatch === undefined;
      if (!again || Date.now() > until) throw error;
      await wait(Math.random() * MAX_PAUSE_MS);
    }
  }
}

async function changeOnce<Extra>(
  { access }: Writing,
  target: Target,
  ifMatch: string | undefined,
  { dryRun = false }: EditOptions,
  change: Change<Extra>,
) {
  const { bytes, hash } = readWhole(target);
  if (ifMatch !== undefined && hash !== ifMatch) {
    fail('conflict', `${target.place.shown} changed since it was read. Nothing was written.`, {
      data: { hash },
    });
  }
  const { length } = bytes;
  const isLarge = length >= LARGE_BYTES;
  if (isLarge) keepYoungGeneration();
  const before = editable(bytes, target.place.shown, { compact: isLarge });
  giveBack(bytes);
  const { text, extra, spans } = change(before, target.place.shown);
  const changed = text !== before.text;
  const after = before.toContent(text);
  if (after.length > MAX_EDIT_BYTES && after.length > length) tooLarge(target.place.shown);
  const size = dryRun ? length : after.length;
  const diff = await unifiedDiff(showPath(target.place.relative), before.text, text, {
    spans,
    shown: before.shown,
  });
  const written = changed && !dryRun ? await replaceFile(access, target, after, { hash }) : { hash };
  const result: Edited = { path: target.place.path, diff, hash: written.hash, size, changed, dryRun };
  return { result, extra };
}

/** Frees memory that no view is used of any more; by itself it would stay until the next full collection. */
function giveBack({ buffer, byteLength }: Buffer): void {
  // A small one is part of a larger one that others use.
  if (byteLength < LARGE_BYTES || !(buffer instanceof ArrayBuffer)) return;
  if (buffer.byteLength === byteLength) buffer.transfer(0);
}

function readWhole(target: Target) {
  using file = target.folder.openFile(target.name);
  if (file.stat.size > MAX_EDIT_BYTES) {
    fail(
      'too_large',
      `${target.place.shown} has ${file.stat.size} bytes; files up to ${MAX_EDIT_BYTES} can be edited.`,
      {
        next: 'Use append_file, or write the file anew.',
      },
    );
  }
  const hash = hashOf(file);
  return { bytes: readPart(file, 0, file.stat.size), hash };
}
