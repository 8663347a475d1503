import { fail } from '@portolan/runtime';
import type { Editable } from './editable.ts';
import { findExact, findTolerant, lineAt, type Match } from './matching.ts';
import { nearestHint } from './nearest-lines.ts';

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
 * @throws ToolError `invalid_arguments`, `not_found`, `ambiguous`; each names the edit by its number
 */
export function applyEdits(file: Editable, edits: readonly Edit[], shown: string) {
  if (edits.length === 0) fail('invalid_arguments', 'edits is empty.');
  let text = file.text;
  const applied: Applied[] = [];
  for (const [index, edit] of edits.entries()) {
    const label = edits.length === 1 ? 'oldText' : `oldText of edit ${index + 1}`;
    if (edit.oldText === '') {
      fail('invalid_arguments', `${label} is empty.`, {
        next: 'Use write_file, append_file or edit_lines to add text.',
      });
    }
    const { matches, tolerant } = find(file, text, edit, label);
    if (matches.length === 0) notFound(text, edit, label, shown);
    if (matches.length > 1 && edit.replaceAll !== true) ambiguous(text, matches, label, shown);
    applied.push({ line: lineAt(text, matches[0]?.start ?? 0), replacements: matches.length, tolerant });
    text = splice(text, matches);
  }
  return { text, applied };
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
  return { matches: [], tolerant: false };
}

function withoutOverlap(matches: readonly Match[]): readonly Match[] {
  let end = 0;
  return matches.filter((match) => {
    if (match.start < end) return false;
    end = match.end;
    return true;
  });
}

function splice(text: string, matches: readonly Match[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end, replacement } of matches) {
    parts.push(text.slice(at, start), replacement);
    at = end;
  }
  return parts.join('') + text.slice(at);
}

function notFound(text: string, { oldText }: Edit, label: string, shown: string): never {
  const hint = nearestHint(text, oldText);
  return fail(
    'not_found',
    `${label} does not occur in ${shown}.${hint === undefined ? '' : ` ${hint}`} Nothing was written.`,
    {
      next: 'Read the file again and copy the lines exactly.',
    },
  );
}

function ambiguous(text: string, matches: readonly Match[], label: string, shown: string): never {
  const lines = matches.slice(0, MAX_LINES_NAMED).map((match) => lineAt(text, match.start));
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
