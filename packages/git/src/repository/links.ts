import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { errorCode } from '@portolan/runtime';
import { demandInside, type Roots } from './roots.ts';

/**
 * Refuses links that lead outside from a folder of the git folder: git reads through any, and quotes what it
 * cannot understand.
 *
 * @throws ToolError `outside_roots`
 */
export function refuseLinks(roots: Roots, folder: string): void {
  for (const entry of entriesOf(folder)) {
    if (entry.isSymbolicLink()) refuseLink(roots, join(folder, entry.name));
  }
}

/** Folders of objects that were looked at, and their state then: they can be large, and change seldom. */
const looked = new Map<string, string>();
const MAX_LOOKED = 1_024;

/**
 * The same, where the folder is another than when it was last looked at.
 *
 * @throws ToolError `outside_roots`
 */
export function refuseLinksOnce(roots: Roots, folder: string): void {
  const stat = statSync(folder, { bigint: true, throwIfNoEntry: false });
  const key = JSON.stringify([folder, roots.list]);
  const state = stat && `${stat.ino}:${stat.mtimeNs}:${stat.ctimeNs}`;
  if (state === undefined || looked.get(key) === state) return;
  refuseLinks(roots, folder);
  if (looked.size >= MAX_LOOKED) looked.clear();
  looked.set(key, state);
}

/**
 * The same at any depth.
 *
 * @throws ToolError `outside_roots`
 */
export function refuseLinksBelow(roots: Roots, folder: string): void {
  refuseLinks(roots, folder);
  for (const entry of entriesOf(folder)) {
    if (entry.isDirectory()) refuseLinksBelow(roots, join(folder, entry.name));
  }
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true, encoding: 'utf8' });
  } catch (error) {
    // Git itself says what it misses.
    if (['ENOENT', 'ENOTDIR', 'EACCES'].includes(errorCode(error) ?? '')) return [];
    throw error;
  }
}

function refuseLink(roots: Roots, path: string): void {
  const what = `The link ${JSON.stringify(basename(path))} in the git folder`;
  try {
    demandInside(roots, realpathSync.native(path), what);
  } catch (error) {
    // Nothing is read through a link that leads nowhere; editors leave such behind as locks.
    if (!['ENOENT', 'ELOOP'].includes(errorCode(error) ?? '')) throw error;
  }
}
