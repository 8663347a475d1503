import { fail } from '@portolan/runtime';
import * as z from 'zod';
import { nameOf } from '../people/text.ts';
import type { TreeEntry } from '../repository/tree.ts';
import { isFilePath } from '../schema/names.ts';
import type { FileMode } from './commit-changes.ts';
import type { OpenBranch } from './open-branch.ts';

/** The path of a file that is written: not the top, and nothing git keeps for itself. */
export const writablePath = z
  .string()
  .refine(
    (value) => value !== '' && isFilePath(value) && !/(^|\/)\.git(\/|$)/i.test(value),
    'is not the path of a file inside a repository',
  );

/** A path in a question to the user: nothing in it is hidden or begins a line of its own. */
export const shownPath = (path: string): string =>
  nameOf(path).replaceAll(/[\n\t]/g, (character) => JSON.stringify(character).slice(1, -1));

/**
 * The file at a path, where one is.
 *
 * @throws ToolError `unsupported` for a folder or a submodule, which would be lost as a whole
 */
export async function fileAt(branch: OpenBranch, path: string): Promise<TreeEntry | undefined> {
  const entry = await branch.entry(path);
  if (entry === undefined || entry.type === 'blob') return entry;
  return fail('unsupported', `${path} is a ${entry.type === 'tree' ? 'folder' : 'submodule'}, not a file.`);
}

/**
 * Holds a file to what the caller has seen of it.
 *
 * @param expected the blob's id; undefined where nothing must be there
 * @throws ToolError `conflict`, `already_exists` or `not_found`
 */
export function demandState(path: string, entry: TreeEntry | undefined, expected: string | undefined): void {
  if (expected === undefined) {
    if (entry === undefined) return;
    fail('already_exists', `${path} exists already.`, {
      next: 'Read it, and pass its sha to replace what you have seen.',
      data: { sha: entry.sha },
    });
  }
  if (entry === undefined) fail('not_found', `There is no ${path} on this branch.`);
  if (entry.sha !== expected) {
    fail('conflict', `${path} has changed since it was read. Nothing was written.`, {
      data: { sha: entry.sha },
    });
  }
}

/** What a file becomes where the caller does not say: what it is. */
export const modeOf = (entry: TreeEntry | undefined): FileMode =>
  entry?.mode === '100755' || entry?.mode === '120000' ? entry.mode : '100644';
