import { join, sep } from 'node:path';
import { fail, ToolError } from '@portolan/runtime';
import { hasProc } from '../access/flags.ts';
import type { Access, OpenFolder } from '../access/types.ts';
import { sameFile } from '../access/where.ts';
import { TRASH_FOLDER } from '../roots/deny.ts';
import type { FileIdentity, Scope } from './scope.ts';
import { ProvedFolder } from './walk/proved-folder.ts';

/** A scope whose folder stays open until it is disposed. */
export interface PinnedScope extends Scope, Disposable {}

/**
 * The scope of a folder a caller named. The trash, and what the policy refuses, is no part of any answer; masked files keep their
 * names and show no content; neither do files with names outside.
 *
 * @throws ToolError `invalid_arguments`, `not_found`, `outside_roots`, `unsupported` (no folder), `permission_denied`
 */
export function openScope(access: Access, path: string): Scope {
  using folder = openFolder(access, path);
  return scopeOf(access, folder);
}

/** The same for work on that one folder alone, which is then not looked for a second time. */
export function pinScope(access: Access, path: string): PinnedScope {
  const folder = openFolder(access, path);
  return {
    ...scopeOf(access, folder),
    // Elsewhere a listing goes by path, and is better proved right before it.
    ...(hasProc ? { pinned: new ProvedFolder(folder.place.real, folder.fd) } : {}),
    [Symbol.dispose]: () => folder[Symbol.dispose](),
  };
}

function scopeOf(access: Access, folder: OpenFolder): Scope {
  const { root, real, path: shown } = folder.place;
  const { roots } = access;
  // Asked about every entry, and `join` is dear; it is needed only where the separator is another.
  const prefix = real === '/' ? real : `${real}/`;
  const at = (below: string) => ({ root, real: sep === '/' ? prefix + below : join(real, below) });
  const startsInTrash = roots.isInTrash(folder.place);
  const isInTrash = (below: string) =>
    startsInTrash || (below.includes(TRASH_FOLDER) && roots.isInTrash(at(below)));
  return {
    real,
    shown,
    hides: (below) => isInTrash(below) || roots.forbids(at(below)),
    masks: (below) => isInTrash(below) || roots.forbids(at(below)) || roots.deniedBy(at(below)) !== undefined,
    distrustsLinks: (below, file) => !opens(access, join(shown, below), file),
  };
}

/** What it is instead of a folder is asked only when it is none. */
function openFolder(access: Access, path: string): OpenFolder {
  try {
    return access.openFolder(path);
  } catch (error) {
    const { kind, place } = access.look(path);
    if (kind === 'directory') throw error;
    return fail('unsupported', `${place.shown} is not a folder.`, { next: 'Name the folder that holds it.' });
  }
}

/** Opening a file by its path applies every rule there is. It must still be the same file. */
function opens(access: Access, path: string, file: FileIdentity): boolean {
  try {
    using opened = access.openFile(path);
    return sameFile(opened.stat, file);
  } catch (error) {
    if (error instanceof ToolError) return false;
    throw error;
  }
}
