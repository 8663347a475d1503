import { rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { fail } from '@portolan/runtime';
import type { Access, OpenFolder } from '../access/types.ts';
import { moveEntry } from './move-entry.ts';
import { confirmInside, syncFolder } from './replace.ts';
import { removeQuietly } from './temporary.ts';
import { listTrash, openTrash, readRecord, type TrashItem } from './trash.ts';
import { realPathOf, type Writing } from './write-file.ts';

/** Which deletion to undo: by its id, or the newest of a path. */
export type RestoreWhich = { readonly id: string } | { readonly path: string };

/**
 * Brings back what was deleted, to where it was; missing folders are made again.
 *
 * @throws ToolError `not_found`, `already_exists` when something is there by now
 */
export async function restore({ access, queue }: Writing, which: RestoreWhich): Promise<TrashItem> {
  const item = find(access, which);
  const how = { followLink: false, makeParents: true };
  return queue.run([realPathOf(access, item.path, how)], async () => {
    using pinned = pinTrash(access, item);
    using from = pinned.openFolder(item.id);
    using to = access.target(item.path, { followLink: false });
    confirmInside(access, to);
    if (!moveEntry({ folder: from, name: to.name }, to)) {
      fail('unsupported', `${to.place.shown} is on another disk than the trash.`);
    }
    rmdirSync(pinned.child(item.id));
    removeQuietly(pinned, `${item.id}.json`);
    await syncFolder(to.folder);
    return item;
  });
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
