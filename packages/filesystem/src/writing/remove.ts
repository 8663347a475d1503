import { rmdirSync, unlinkSync } from 'node:fs';
import { fail } from '@portolan/runtime';
import { kindOf } from '../access/open-file.ts';
import { failFromOs } from '../access/os-error.ts';
import type { Access, Kind, Target } from '../access/types.ts';
import { refuseChangedTarget } from './if-match.ts';
import { confirmInside, syncFolder } from './replace.ts';
import { moveToTrash } from './trash.ts';
import { emptyFolder, surveyTree } from './tree.ts';
import { type Writing, withTarget } from './write-file.ts';

export interface RemoveOptions {
  /** Removes at once and for good. Default false: to the trash, from where `restore` brings it back. */
  readonly permanent?: boolean | undefined;
  /** Whether a folder may have entries. Default false. */
  readonly recursive?: boolean | undefined;
  /** Only for files. */
  readonly ifMatch?: string | undefined;
  /** Refuses anything else: the tools for files and folders are two. */
  readonly kind?: 'file' | 'directory' | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Removed {
  /** Absolute, below the root as the operator spelled it. */
  readonly path: string;
  readonly kind: Kind;
  /** What `restore` takes; undefined when it is gone for good. */
  readonly trashId: string | undefined;
  /** Entries removed with a folder. */
  readonly entries: number;
}

/**
 * Deletes a file, a link (itself, not its target) or a folder.
 *
 * @throws ToolError `not_found`, `already_exists` for a folder with entries, `forbidden` for what is or
 * holds something masked, `conflict`, `unsupported`
 */
export function remove(writing: Writing, path: string, options: RemoveOptions = {}): Promise<Removed> {
  return withTarget(writing, path, { followLink: false }, async (target) => {
    const stat = target.stat ?? fail('not_found', `${target.place.shown} does not exist.`);
    const kind = kindOf(stat);
    checkKind(target, kind, options.kind);
    refuseChangedTarget(target, options.ifMatch);
    const entries = kind === 'directory' ? surveyFolder(writing.access, target, options) : 0;
    confirmInside(writing.access, target);
    const item =
      options.permanent === true
        ? undefined
        : moveToTrash(writing.access, target, kind, stat.isFile() ? stat.size : 0);
    if (item === undefined) await removeForGood(target, kind, options.signal);
    await syncFolder(target.folder);
    return { path: target.place.path, kind, trashId: item?.id, entries };
  });
}

function checkKind({ place }: Target, kind: Kind, wanted: RemoveOptions['kind']): void {
  if (wanted === 'directory' && kind !== 'directory') {
    fail('unsupported', `${place.shown} is not a folder.`, { next: 'Use delete_file for it.' });
  }
  if (wanted === 'file' && kind === 'directory') {
    fail('unsupported', `${place.shown} is a folder.`, { next: 'Use delete_directory for it.' });
  }
}

/** Nothing masked may be destroyed; in the trash it stays masked. */
function surveyFolder(
  access: Access,
  target: Target,
  { recursive, permanent, signal }: RemoveOptions,
): number {
  using folder = target.folder.openFolder(target.name);
  if (recursive !== true && folder.entries().length > 0) {
    fail('already_exists', `${target.place.shown} is not empty. Nothing was deleted.`, {
      next: 'Set recursive to delete what is in it too.',
    });
  }
  return surveyTree(access, folder, { refuseMaskedFiles: permanent === true, signal });
}

async function removeForGood(
  { folder, name, place }: Target,
  kind: Kind,
  signal?: AbortSignal,
): Promise<void> {
  try {
    if (kind !== 'directory') return unlinkSync(folder.child(name));
    using below = folder.openFolder(name);
    await emptyFolder(below, signal);
    rmdirSync(folder.child(name));
  } catch (error) {
    failFromOs(error, place.shown);
  }
}
