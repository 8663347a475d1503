import { basename, join } from 'node:path';
import { fail } from '@portolan/runtime';
import type { Access, OpenFolder } from '../access/types.ts';
import { hashOfEntry } from './entry-hash.ts';
import { refuseHash } from './if-match.ts';
import { confirmInside, syncFolder } from './replace.ts';
import { listTrash, openTrash, readRecord, type TrashItem, takeFromTrash } from './trash.ts';
import { checkedHash, realPathOf, type Writing } from './write-file.ts';

/** Which deletion to undo: by its id, or the newest of a path. */
export type RestoreWhich = { readonly id: string } | { readonly path: string };

/** What the thing in the trash must be. */
export interface RestoreOptions {
  /** Hash of what is meant, as its deletion or an earlier read answered it. */
  readonly ifMatch?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What was brought back. */
export interface Restored extends TrashItem {
  /** Of the file, or the folder with everything in it; undefined for what has none. */
  readonly hash: string | undefined;
}

/**
 * Brings back what was deleted, to where it was; missing folders are made again.
 *
 * @throws ToolError `not_found`, `already_exists` when something is there by now, `conflict`
 */
export async function restore(
  { access, queue }: Writing,
  which: RestoreWhich,
  { ifMatch, signal }: RestoreOptions = {},
): Promise<Restored> {
  const item = find(access, which);
  await refuseOther(access, item, ifMatch, signal);
  const how = { followLink: false, makeParents: true };
  return queue.run([realPathOf(access, item.path, how)], async () => {
    using pinned = pinTrash(access, item);
    using to = access.target(item.path, { followLink: false });
    confirmInside(access, to);
    takeFromTrash(pinned, item.id, to);
    await syncFolder(to.folder);
    return { ...item, hash: await hashOfEntry(to.folder, to.name, { signal }) };
  });
}

/** Before anything is made: a folder that was deleted with it would be made anew. */
async function refuseOther(
  access: Access,
  item: TrashItem,
  ifMatch: string | undefined,
  signal?: AbortSignal,
) {
  if (ifMatch === undefined) return;
  const expected = checkedHash(ifMatch);
  using trash = pinTrash(access, item);
  using folder = trash.openFolder(item.id);
  const hash = await hashOfEntry(folder, basename(item.path), { signal });
  if (hash !== expected) refuseHash(access.candidate(item.path).shown, hash);
}

function find(access: Access, which: RestoreWhich): TrashItem {
  const items = listTrash(access);
  if ('id' in which) {
    return items.find((item) => item.id === which.id) ?? fail('not_found', 'No such item is in the trash.');
  }
  const { root, relative, shown } = access.candidate(which.path);
  const path = join(root.spelled, relative);
  return items.find((item) => item.path === path) ?? fail('not_found', `${shown} is not in the trash.`);
}

function pinTrash(access: Access, item: TrashItem): OpenFolder {
  for (const root of access.roots.list) {
    const trash = openTrash(access, root);
    if (trash === undefined) continue;
    if (readRecord(trash, item.id) !== undefined) return trash;
    trash[Symbol.dispose]();
  }
  return fail('not_found', 'No such item is in the trash.');
}
