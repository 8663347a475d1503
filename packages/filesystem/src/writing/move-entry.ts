import { linkSync, renameSync, unlinkSync } from 'node:fs';
import { fail } from '@portolan/runtime';
import { failFromOs, osCode } from '../access/os-error.ts';
import type { OpenFolder } from '../access/types.ts';
import { sameFile } from '../access/where.ts';
import { cannotLink, claimName } from './replace.ts';
import { removeQuietly } from './temporary.ts';

/** A name in a pinned folder. */
export interface Spot {
  readonly folder: OpenFolder;
  readonly name: string;
}

const pathOf = ({ folder, name }: Spot) => folder.child(name);
const shownOf = ({ folder, name }: Spot) => folder.childPlace(name).shown;

/**
 * Gives an entry another name on the same file system, never over something that exists. Synchronous, so
 * that no other call of this process sees a file with both names.
 *
 * @returns false when the two are on different file systems; nothing was changed then
 * @throws ToolError `already_exists`, `not_found`, `invalid_arguments`, `permission_denied`
 */
export function moveEntry(from: Spot, to: Spot): boolean {
  const stat = from.folder.statChild(from.name) ?? fail('not_found', `${shownOf(from)} does not exist.`);
  if (to.folder.statChild(to.name) !== undefined) fail('already_exists', `${shownOf(to)} exists already.`);
  return stat.isDirectory() ? renameFolder(from, to) : moveFile(from, to);
}

/** The system puts a file only over a name that is free, so two movers cannot both succeed. */
function moveFile(from: Spot, to: Spot): boolean {
  try {
    linkSync(pathOf(from), pathOf(to));
  } catch (error) {
    if (osCode(error) === 'EXDEV') return false;
    if (cannotLink(error)) return renameOntoClaim(from, to);
    return failFromOs(error, osCode(error) === 'ENOENT' ? shownOf(from) : shownOf(to));
  }
  try {
    unlinkMoved(from, to);
  } catch (error) {
    removeQuietly(to.folder, to.name);
    return failFromOs(error, shownOf(from));
  }
  return true;
}

/** Another program may have put a newer file under the old name meanwhile; that one is not ours to remove. */
function unlinkMoved(from: Spot, to: Spot): void {
  const left = from.folder.statChild(from.name);
  const moved = to.folder.statChild(to.name);
  if (left === undefined || moved === undefined || !sameFile(left, moved)) {
    fail('conflict', `${shownOf(from)} was replaced while it was moved. Nothing was changed.`);
  }
  unlinkSync(pathOf(from));
}

function renameOntoClaim(from: Spot, to: Spot): boolean {
  claimName(to.folder, to.name, shownOf(to));
  try {
    renameSync(pathOf(from), pathOf(to));
    return true;
  } catch (error) {
    removeQuietly(to.folder, to.name);
    return failFromOs(error, shownOf(from));
  }
}

/** A rename of a folder replaces nothing but an empty folder, so nothing can be lost between the look and the rename. */
function renameFolder(from: Spot, to: Spot): boolean {
  try {
    renameSync(pathOf(from), pathOf(to));
    return true;
  } catch (error) {
    if (osCode(error) === 'EXDEV') return false;
    if (osCode(error) === 'EINVAL')
      fail('invalid_arguments', `${shownOf(from)} cannot be moved into itself.`);
    return failFromOs(error, osCode(error) === 'ENOENT' ? shownOf(from) : shownOf(to));
  }
}
