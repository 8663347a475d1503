import { fail } from '@portolan/runtime';
import { osCode } from '../access/os-error.ts';
import type { Scope } from '../searching/scope.ts';
import { ProvedFolder } from '../searching/walk/proved-folder.ts';
import { type FolderPart, readEntries, readPart } from '../searching/walk/read-entries.ts';
import type { EntryKind, WalkEntries } from '../searching/walk/walk-tree.ts';

/**
 * Runs a task with the folder of a scope; one that was opened for it is closed afterwards.
 *
 * @throws ToolError `not_found`, `unsupported` (not a folder), `permission_denied`
 */
export async function withFolder<Result>(
  scope: Scope,
  work: (open: ProvedFolder) => Promise<Result>,
): Promise<Result> {
  if (scope.pinned !== undefined) return work(scope.pinned);
  const open = openScope(scope);
  try {
    return await work(open);
  } finally {
    open.close();
  }
}

/**
 * The entries of a folder by name, those too that the scope hides.
 *
 * @throws ToolError `permission_denied`; the signal's reason when aborted
 */
export async function entriesOf(
  scope: Scope,
  open: ProvedFolder,
  signal: AbortSignal | undefined,
): Promise<WalkEntries> {
  try {
    return await readEntries(open, signal);
  } catch (error) {
    return refuse(scope, error);
  }
}

/** Which of the visible entries of a folder are wanted. */
export interface Wanted {
  /** Only what comes after this name. */
  readonly after: string | undefined;
  readonly most: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * The first of the visible entries of a folder by name, and how many there are in all.
 *
 * @throws as `entriesOf` does
 */
export async function firstEntriesOf(
  scope: Scope,
  open: ProvedFolder,
  { after, most, signal }: Wanted,
): Promise<FolderPart> {
  const isShown = (name: string, kind: EntryKind): boolean => isVisible(scope, name, kind);
  try {
    return await readPart(open, { isVisible: isShown, after, most }, signal);
  } catch (error) {
    return refuse(scope, error);
  }
}

/** Whether an entry of the folder is part of answers. */
export const isVisible = ({ hides }: Scope, name: string, kind: EntryKind): boolean =>
  hides === undefined || !hides(name, kind === 'directory');

function openScope(scope: Scope): ProvedFolder {
  try {
    return new ProvedFolder(scope.real);
  } catch (error) {
    return refuse(scope, error);
  }
}

function refuse(scope: Scope, error: unknown): never {
  const code = osCode(error);
  if (code === undefined) throw error;
  if (code === 'ENOENT') fail('not_found', `There is no folder ${scope.shown}.`);
  if (code === 'ENOTDIR')
    fail('unsupported', `${scope.shown} is not a folder.`, { next: 'Read it with read_text_file.' });
  if (code === 'ELOOP') fail('outside_roots', `${scope.shown} was replaced while it was opened.`);
  return fail('permission_denied', `The folder ${scope.shown} cannot be opened.`, { cause: error });
}
