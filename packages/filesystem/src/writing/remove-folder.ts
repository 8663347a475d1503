import { rmdirSync } from 'node:fs';
import { fail } from '@portolan/runtime';
import { failFromOs } from '../access/os-error.ts';
import { asideName } from '../access/temporary-name.ts';
import type { Access, Kind, Target } from '../access/types.ts';
import { hashTree, type TreeOptions } from '../listing/tree-hash.ts';
import { openScope } from '../searching/open-scope.ts';
import { hashOfEntry } from './entry-hash.ts';
import { refuseChangedFolder, refuseHash } from './if-match.ts';
import { moveEntry } from './move-entry.ts';
import type { Removed, RemoveOptions } from './remove.ts';
import { confirmInside } from './replace.ts';
import { moveToTrash, openTrash, takeFromTrash } from './trash.ts';
import { emptyFolder, surveyTree } from './tree.ts';

/** How something is removed that was looked at. */
export interface RemovalOptions extends Omit<RemoveOptions, 'kind'> {
  readonly kind: Kind;
  /** Of a file, in bytes. */
  readonly size: number;
}

/** What a deletion says beside the path and kind of what it deleted. */
export type Removal = Pick<Removed, 'entries' | 'trashId' | 'hash'>;

/**
 * Removes a folder. With a hash, what is in it is compared once more when no path leads there any longer:
 * a change that came between the first look and the removal brings the folder back.
 *
 * @throws ToolError `already_exists` for a folder with entries, `conflict`, `forbidden`, `too_large`
 */
export async function removeFolder(access: Access, target: Target, how: RemovalOptions): Promise<Removal> {
  await refuseChangedFolder(access, target.place, how.ifMatch, how.signal);
  const { hides } = openScope(access, target.place.path);
  const entries = survey(access, target, how);
  confirmInside(access, target);
  if (how.permanent === true) {
    await removeForGood(target, how.ifMatch, { hides, signal: how.signal });
    return { entries, trashId: undefined, hash: undefined };
  }
  const { id } = moveToTrash(access, target, how.kind, how.size);
  const hash = await hashInTrash(access, target, id, { hides, signal: how.signal });
  if (how.ifMatch !== undefined && hash !== how.ifMatch) {
    using trash = openTrash(access, target.place.root);
    if (trash !== undefined) takeFromTrash(trash, id, target);
    refuseHash(target.place.shown, hash);
  }
  return { entries, trashId: id, hash };
}

/** The hash of what went to the trash. */
export async function hashInTrash(
  access: Access,
  { name, place }: Target,
  id: string | undefined,
  options: TreeOptions,
): Promise<string | undefined> {
  using trash = id === undefined ? undefined : openTrash(access, place.root);
  using item = id === undefined ? undefined : trash?.openFolder(id);
  return item === undefined ? undefined : await hashOfEntry(item, name, options);
}

/** Nothing masked may be destroyed; in the trash it stays masked. */
function survey(access: Access, target: Target, { recursive, permanent, signal }: RemovalOptions): number {
  using folder = target.folder.openFolder(target.name);
  if (recursive !== true && folder.entries().length > 0) {
    fail('already_exists', `${target.place.shown} is not empty. Nothing was deleted.`, {
      next: 'Set recursive to delete what is in it too.',
    });
  }
  return surveyTree(access, folder, { refuseMaskedFiles: permanent === true, signal });
}

async function removeForGood(target: Target, ifMatch: string | undefined, tree: TreeOptions): Promise<void> {
  const { folder, name, place } = target;
  if (ifMatch === undefined) return await destroy(target, name, tree);
  const aside = { folder, name: asideName() };
  moveEntry(target, aside);
  try {
    const hash = await hashTree({ real: folder.childPlace(aside.name).real, hides: tree.hides }, tree);
    if (hash !== ifMatch) refuseHash(place.shown, hash);
    await destroy(target, aside.name, tree);
  } catch (error) {
    bringBack(aside, target, error);
    throw error;
  }
}

/** @throws ToolError `conflict` where the name was taken meanwhile: it says where the folder is then */
function bringBack(aside: Pick<Target, 'folder' | 'name'>, target: Target, cause: unknown): void {
  try {
    moveEntry(aside, target);
  } catch {
    const { shown } = target.folder.childPlace(aside.name);
    fail('conflict', `${target.place.shown} was not deleted, and its name was taken meanwhile.`, {
      next: `Its content is in ${shown}; move it where it belongs.`,
      cause,
    });
  }
}

async function destroy({ folder, place }: Target, name: string, { signal }: TreeOptions): Promise<void> {
  try {
    using below = folder.openFolder(name);
    await emptyFolder(below, signal);
    rmdirSync(folder.child(name));
  } catch (error) {
    failFromOs(error, place.shown);
  }
}
