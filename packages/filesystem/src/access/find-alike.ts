import { fail } from '@portolan/runtime';
import { showBytes, showName } from '../roots/show.ts';
import type { Candidate } from '../roots/types.ts';
import type { Entry, Name, OpenFolder } from './types.ts';

/** Whether a path that does not exist may name something in another spelling. */
export const mayHaveAlike = (candidate: Candidate): boolean =>
  /[^\u0020-\u005b\u005d-\u007e]/.test(candidate.relative);

/**
 * Finds what a caller means by a name that does not exist literally: the same name in another Unicode
 * normal form, or the escaped spelling that listings show for control characters and bytes that are not UTF-8.
 *
 * @param folder where to begin; it is closed unless it is the result's
 * @returns the pinned folder and the name in it, or undefined
 * @throws ToolError `ambiguous` when several names are equivalent
 */
export function findAlike(
  folder: OpenFolder,
  segments: readonly string[],
): { readonly folder: OpenFolder; readonly name: Name } | undefined {
  const [segment = '', ...rest] = segments;
  const name = nameOf(folder, segment);
  if (name === undefined) {
    folder[Symbol.dispose]();
    return undefined;
  }
  if (rest.length === 0) return { folder, name };
  const below = folder.tryOpenFolder(name);
  folder[Symbol.dispose]();
  return below === undefined ? undefined : findAlike(below, rest);
}

/** The name of the entry that a segment means. */
export function nameOf(folder: OpenFolder, segment: string): Name | undefined {
  const entries = folder.entries();
  if (entries.some((entry) => entry.bytes === undefined && entry.name === segment)) return segment;
  const wanted = segment.normalize('NFC');
  const alike = entries.filter((entry) => isAlike(entry, segment, wanted));
  if (alike.length > 1) {
    fail('ambiguous', `Several names in ${folder.place.shown} look like "${showName(segment)}".`, {
      next: 'Use the exact name as list_directory shows it.',
    });
  }
  const [entry] = alike;
  return entry === undefined ? undefined : (entry.bytes ?? entry.name);
}

function isAlike(entry: Entry, segment: string, wanted: string): boolean {
  if (entry.bytes !== undefined) return showBytes(entry.bytes) === segment;
  return (
    entry.name.normalize('NFC') === wanted || (segment.includes('\\') && showName(entry.name) === segment)
  );
}
