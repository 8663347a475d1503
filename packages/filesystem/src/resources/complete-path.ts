import { ToolError } from '@portolan/runtime';
import type { Files } from '../files.ts';
import { listDirectory } from '../listing/list-directory.ts';
import { openScope } from '../searching/open-scope.ts';

/** MCP answers at most this many values. */
const MAX_VALUES = 100;
/** Entries of one folder that are looked through. */
const MAX_ENTRIES = 20_000;

/**
 * Paths that begin with what was typed: the allowed folders first, then the entries of the folder it leads
 * to, folders with a slash at their end. Nothing outside is ever completed.
 *
 * @param typed absolute, or from the first allowed folder on; perhaps cut in the middle of a name
 */
export async function completePath(
  files: Files,
  typed: string,
  kind: 'any' | 'directory' = 'any',
): Promise<readonly string[]> {
  const roots = files.access.roots.list.map(({ spelled }) => spelled);
  const begun = roots.filter((root) => root.startsWith(typed)).map((root) => `${root}/`);
  if (begun.length > 0) return begun.slice(0, MAX_VALUES);
  const cut = typed.lastIndexOf('/') + 1;
  const [folder, name] = [typed.slice(0, cut), typed.slice(cut)];
  const entries = await entriesOf(files, folder === '' ? '.' : folder);
  return entries
    .filter((entry) => entry.name.startsWith(name) && (kind === 'any' || entry.kind === 'directory'))
    .slice(0, MAX_VALUES)
    .map((entry) => `${folder}${entry.name}${entry.kind === 'directory' ? '/' : ''}`);
}

/** While somebody types, a folder that is not there yet, or not allowed, has nothing to offer. */
async function entriesOf(files: Files, folder: string) {
  try {
    return (await listDirectory(openScope(files.access, folder), { limit: MAX_ENTRIES })).entries;
  } catch (error) {
    if (error instanceof ToolError) return [];
    throw error;
  }
}
