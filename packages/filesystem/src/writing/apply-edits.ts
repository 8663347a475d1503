import { fail } from '@portolan/runtime';
import { ChangedSpans } from './changed-spans.ts';
import type { Editable } from './editable.ts';
import { findExact, findTolerant, lineAt, type Matches } from './matching.ts';
import { nearestHint } from './nearest-lines.ts';

/** Largest file that is edited, before and after: it is held in memory several times, and a call stays under 40 MB. */
export const MAX_EDIT_BYTES = 4 * 1024 * 1024;

/** The texts of all edits of a call together, in UTF-16 units; a patch may have as much. */
const MAX_TEXTS_LENGTH = 1024 * 1024;

/** Line numbers named in a message about several matches. */
const MAX_LINES_NAMED = 10;

/** Matches counted for that message. */
const MAX_COUNTED = 1_000;
/** Places that `replaceAll` changes in one call; each costs memory. */
const MAX_REPLACEMENTS = 200_000;

/** One replacement of exact text. */
export interface Edit {
  readonly oldText: string;
  readonly newText: string;
  /** Replaces every occurrence. Without it more than one is an error. */
  readonly replaceAll?: boolean | undefined;
}

/** What one edit did. */
export interface Applied {
  /** Line of the first replacement, from 1, in the text as it was before this edit. */
  readonly line: number;
  readonly replacements: number;
  /** Whether white space at the ends of lines differed from `oldText`. */
  readonly tolerant: boolean;
}

/**
 * Applies edits one after another: each sees what those before it left.
 *
 * @throws ToolError `too_large`, and `invalid_arguments`, `not_found`, `ambiguous`, which name the edit by its number
 */
export function applyEdits(file: Editable, edits: readonly Edit[], shown: string) {
  if (edits.length === 0) fail('invalid_arguments', 'edits is empty.');
  let text = file.text;
  const applied: Applied[] = [];
  const spans = new ChangedSpans();
  for (const [index, edit] of edits.entries()) {
    const label = edits.length === 1 ? 'oldText' : `oldText of edit ${index + 1}`;
    if (edit.oldText === '') {
      fail('invalid_arguments', `${label} is empty.`, {
        next: 'Use write_file, append_file or edit_lines to add text.',
      });
    }
    const { matches, tolerant } = find(file, text, edit, label);
    if (matches === undefined) return notFound(file, text, edit, label, shown);
    if (matches.length > 1 && edit.replaceAll !== true) ambiguous(text, matches, label, shown);
    applied.push({ line: lineAt(text, matches.startAt(0)), replacements: matches.length, tolerant });
    const added = addedBy(matches);
    if (text.length + added > MAX_EDIT_BYTES) tooLarge(shown);
    spans.add(matches, added);
    text = splice(text, matches);
  }
  return { text, applied, spans: spans.all };
}

/** The texts of a call are held beside the file. @throws ToolError `too_large` */
export function refuseLongTexts(texts: readonly string[]): void {
  if (texts.reduce((sum, { length }) => sum + length, 0) <= MAX_TEXTS_LENGTH) return;
  fail(
    'too_large',
    `The texts of the edit have more than ${MAX_TEXTS_LENGTH} characters together. Nothing was written.`,
    {
      next: 'Edit in several calls, or write the file anew.',
    },
  );
}

function find(file: Editable, text: string, { oldText, newText, replaceAll }: Edit, label: string) {
  const limit = replaceAll === true ? MAX_REPLACEMENTS + 1 : MAX_COUNTED;
  for (const [search, tolerant] of [
    [findExact, false],
    [findTolerant, true],
  ] as const) {
    for (const [index, form] of file.forms(oldText).entries()) {
      if (form === undefined) continue;
      const replacement = file.forms(newText)[index];
      const found = search(text, form, replacement ?? '', limit);
      if (found.length === 0) continue;
      if (replacement === undefined) unwritable(file, label);
      if (found.length > MAX_REPLACEMENTS) tooMany(label);
      return { matches: replaceAll === true ? withoutOverlap(found) : found, tolerant };
    }
  }
  return { matches: undefined, tolerant: false };
}

function withoutOverlap(matches: Matches): Matches {
  let kept: number[] | undefined;
  for (let index = 0, end = 0; index < matches.length; index += 1) {
    const overlaps = matches.startAt(index) < end;
    if (overlaps) kept ??= Array.from({ length: index }, (_, before) => before);
    else {
      kept?.push(index);
      end = matches.endAt(index);
    }
  }
  return kept === undefined ? matches : only(matches, kept);
}

function only(matches: Matches, places: readonly number[]): Matches {
  const placeOf = (index: number): number => places[index] ?? 0;
  return {
    length: places.length,
    startAt: (index) => matches.startAt(placeOf(index)),
    endAt: (index) => matches.endAt(placeOf(index)),
    replacementAt: (index) => matches.replacementAt(placeOf(index)),
  };
}

/** UTF-16 units, told before the text is made: a long text in many places would be larger than memory. */
function addedBy(matches: Matches): number {
  let added = 0;
  for (let index = 0; index < matches.length; index += 1)
    added += matches.replacementAt(index).length - (matches.endAt(index) - matches.startAt(index));
  return added;
}

/** Ends an edit whose result could not be edited again. @throws ToolError `too_large` */
export const tooLarge = (shown: string): never =>
  fail('too_large', `${shown} would have more than ${MAX_EDIT_BYTES} bytes. Nothing was written.`, {
    next: 'Replace less, use append_file, or write the file anew.',
  });

/** Pieces of a text that are put together at once: all of them would take more than the text. */
const PIECES = 1_024;

function splice(text: string, matches: Matches): string {
  const runs: string[] = [];
  // One array for all runs: a new one for each would be as much again as the pieces.
  const pieces: string[] = [];
  let [at, count] = [0, 0];
  for (let index = 0; index < matches.length; index += 1) {
    pieces[count++] = text.slice(at, matches.startAt(index));
    pieces[count++] = matches.replacementAt(index);
    at = matches.endAt(index);
    if (count < PIECES) continue;
    runs.push(pieces.join(''));
    count = 0;
  }
  pieces.length = count;
  return [...runs, ...pieces, text.slice(at)].join('');
}

function notFound(file: Editable, text: string, { oldText }: Edit, label: string, shown: string): never {
  const hint = nearestHint(file, text, oldText);
  return fail(
    'not_found',
    `${label} does not occur in ${shown}.${hint === undefined ? '' : ` ${hint}`} Nothing was written.`,
    {
      next: 'Read the file again and copy the lines exactly.',
    },
  );
}

function ambiguous(text: string, matches: Matches, label: string, shown: string): never {
  const named = Math.min(matches.length, MAX_LINES_NAMED);
  const lines = Array.from({ length: named }, (_, index) => lineAt(text, matches.startAt(index)));
  const more = matches.length > lines.length ? ', …' : '';
  return fail(
    'ambiguous',
    `${label} occurs ${matches.length}${matches.length < MAX_COUNTED ? '' : ' or more'} times in ${shown}, in lines ${lines.join(', ')}${more}. Nothing was written.`,
    {
      next: 'Add neighbouring lines to oldText until it is the only one, or set replaceAll.',
      data: { matches: matches.length, lines },
    },
  );
}

const tooMany = (label: string): never =>
  fail('too_large', `${label} occurs more than ${MAX_REPLACEMENTS} times. Nothing was written.`);

const unwritable = (file: Editable, label: string): never =>
  fail(
    'invalid_arguments',
    `newText beside ${label} has characters that the file’s encoding ${file.encoding} cannot hold.`,
  );
