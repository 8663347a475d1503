import { ToolError } from '@portolan/runtime';
import { osCode } from '../access/os-error.ts';
import { isTemporary } from '../access/temporary-name.ts';
import type { OpenFolder } from '../access/types.ts';
import { removeQuietly } from './temporary.ts';
import { removeTree } from './tree.ts';

/** A temporary name this old belongs to a process that was killed: no write takes so long. */
const ABANDONED_MS = 60 * 60 * 1000;
/** Folders remembered as swept; forgetting costs only another look. */
const REMEMBER_FOLDERS = 1_000;

const swept = new Set<string>();

/** Removes what killed processes left in a folder, once in the life of this process. */
export async function sweep(folder: OpenFolder): Promise<void> {
  if (swept.has(folder.place.real)) return;
  if (swept.size >= REMEMBER_FOLDERS) swept.clear();
  swept.add(folder.place.real);
  try {
    await removeAbandoned(folder);
  } catch (error) {
    // The write this follows has succeeded; what cannot be listed or removed stays where it is.
    if (!(error instanceof ToolError) && osCode(error) === undefined) throw error;
  }
}

async function removeAbandoned(folder: OpenFolder): Promise<void> {
  const before = Date.now() - ABANDONED_MS;
  for (const { name, kind } of folder.eachEntry()) {
    if (!isTemporary(name)) continue;
    const stat = folder.statChild(name);
    if (stat === undefined || stat.mtimeMs > before) continue;
    if (kind === 'directory') await removeTree(folder, name);
    else removeQuietly(folder, name);
  }
}
