import { unlinkSync } from 'node:fs';
import { fail } from '@portolan/runtime';
import { kindOf } from '../access/open-file.ts';
import { failFromOs } from '../access/os-error.ts';
import type { Access, Kind, Target } from '../access/types.ts';
import { refuseChangedTarget } from './if-match.ts';
import { withLock } from './lock.ts';
import { hashInTrash, type Removal, type RemovalOptions, removeFolder } from './remove-folder.ts';
import { confirmInside, syncFolder } from './replace.ts';
import { moveToTrash } from './trash.ts';
import { type Writing, withTarget } from './write-file.ts';

/** How something is deleted, and what it must be. */
export interface RemoveOptions {
  /** Removes at once and for good. Default false: to the trash, from where `restore` brings it back. */
  readonly permanent?: boolean | undefined;
  /** Whether a folder may have entries. Default false. */
  readonly recursive?: boolean | undefined;
  /** Hash of the file, or of the folder with everything in it. */
  readonly ifMatch?: string | undefined;
  /** Refuses anything else: the tools for files and folders are two. */
  readonly kind?: 'file' | 'directory' | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What was deleted. */
export interface Removed {
  /** Absolute, below the root as the operator spelled it. */
  readonly path: string;
  readonly kind: Kind;
  /** What `restore` takes; undefined when it is gone for good. */
  readonly trashId: string | undefined;
  /** Entries removed with a folder. */
  readonly entries: number;
  /** Of what is in the trash now, for `restore`; undefined for what has none. */
  readonly hash: string | undefined;
}

/**
 * Deletes a file, a link (itself, not its target) or a folder.
 *
 * @throws ToolError `not_found`, `already_exists` for a folder with entries, `forbidden` for what is or
 * holds something masked, `conflict`, `unsupported`
 */
export function remove(writing: Writing, path: string, options: RemoveOptions = {}): Promise<Removed> {
  const { access } = writing;
  return withTarget(writing, path, { followLink: false }, async (target) => {
    const stat = target.stat ?? fail('not_found', `${target.place.shown} does not exist.`);
    const kind = kindOf(stat);
    checkKind(target, kind, options.kind);
    const how = { ...options, kind, size: stat.isFile() ? stat.size : 0 };
    const removed = await (kind === 'directory' ? removeFolder : removeFile)(access, target, how);
    await syncFolder(target.folder);
    return { path: target.place.path, kind, ...removed };
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

async function removeFile(access: Access, target: Target, how: RemovalOptions): Promise<Removal> {
  const { folder, name, place } = target;
  const change = () => {
    refuseChangedTarget(target, how.ifMatch);
    confirmInside(access, target);
    if (how.permanent !== true) return moveToTrash(access, target, how.kind, how.size).id;
    try {
      unlinkSync(folder.child(name));
    } catch (error) {
      failFromOs(error, place.shown);
    }
    return undefined;
  };
  // A lock needs room on the disk, which a deletion may be there to make.
  const trashId = how.ifMatch === undefined ? change() : await withLock(folder, name, place.shown, change);
  return { entries: 0, trashId, hash: await hashInTrash(access, target, trashId, how) };
}
