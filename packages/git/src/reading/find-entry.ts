import type { Objects } from '../repository/open-repository.ts';
import { encodeBytes } from './names.ts';
import { parseTreeObject, type RawTreeEntry } from './parse-tree-object.ts';
import { kindOf, type TreeEntry } from './tree.ts';

/**
 * Walks from a revision to the entry of a path, one tree at a time; both passed the grammar.
 *
 * @returns undefined where that is not possible this way, or nothing is there
 */
export async function findEntry(
  objects: Objects,
  revision: string,
  path: string,
): Promise<TreeEntry | undefined> {
  const found = await lookUp(objects, revision, path);
  return found === 'absent' ? undefined : found;
}

/**
 * The same, and whether it is certain that nothing is there.
 *
 * @returns undefined where that is not possible this way: ask git itself
 */
export async function lookUp(
  objects: Objects,
  revision: string,
  path: string,
): Promise<TreeEntry | 'absent' | undefined> {
  let tree = (await objects.info(`${revision}^{tree}`))?.id;
  let found: RawTreeEntry | undefined;
  for (const part of path.split('/')) {
    if (found && tree === undefined) return 'absent';
    const listed = tree === undefined ? undefined : await objects.content(tree);
    const entries = listed?.type === 'tree' ? parseTreeObject(listed.bytes, listed.id.length / 2) : undefined;
    if (entries === undefined) return undefined;
    const name = encodeBytes(part);
    found = entries.find((entry) => entry.name.equals(name));
    if (found === undefined) return 'absent';
    tree = found.mode === '40000' ? found.id : undefined;
  }
  if (found === undefined) return undefined;
  const kind = kindOf(found.mode);
  if (kind === 'directory' || kind === 'submodule') return { path, kind, id: found.id };
  const blob = await objects.info(found.id);
  return blob && { path, kind, id: found.id, size: blob.size };
}
