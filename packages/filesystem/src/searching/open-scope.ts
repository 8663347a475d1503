import { join } from 'node:path';
import { fail, ToolError } from '@portolan/runtime';
import type { Access } from '../access/types.ts';
import { TRASH_FOLDER } from '../roots/deny.ts';
import type { Scope } from './scope.ts';

/**
 * The scope of a folder a caller named. The trash, and what the policy refuses, is no part of any answer; masked files keep their
 * names and show no content; neither do files with names outside.
 *
 * @throws ToolError `invalid_arguments`, `not_found`, `outside_roots`, `unsupported` (no folder), `permission_denied`
 */
export function openScope(access: Access, path: string): Scope {
  const { kind, place } = access.look(path);
  if (kind !== 'directory') {
    fail('unsupported', `${place.shown} is not a folder.`, { next: 'Name the folder that holds it.' });
  }
  using folder = access.openFolder(path);
  const { root, real, path: shown } = folder.place;
  const { roots } = access;
  const at = (below: string) => ({ root, real: join(real, below) });
  const startsInTrash = roots.isInTrash(folder.place);
  const isInTrash = (below: string) =>
    startsInTrash || (below.includes(TRASH_FOLDER) && roots.isInTrash(at(below)));
  return {
    real,
    shown,
    hides: (below) => isInTrash(below) || roots.forbids(at(below)),
    masks: (below) => isInTrash(below) || roots.forbids(at(below)) || roots.deniedBy(at(below)) !== undefined,
    distrustsLinks: (below) => !opens(access, join(shown, below)),
  };
}

/** Opening a file by its path applies every rule there is. */
function opens(access: Access, path: string): boolean {
  try {
    access.openFile(path)[Symbol.dispose]();
    return true;
  } catch (error) {
    if (error instanceof ToolError) return false;
    throw error;
  }
}
