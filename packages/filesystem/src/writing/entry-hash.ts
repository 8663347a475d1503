import { fail, ToolError } from '@portolan/runtime';
import type { Access, OpenFolder } from '../access/types.ts';
import { hashTree, type TreeOptions } from '../listing/tree-hash.ts';
import { hashOf } from '../reading/bytes.ts';
import { openScope } from '../searching/open-scope.ts';

/**
 * What `ifMatch` compares of a path: the hash of a file, or of a folder with everything in it.
 *
 * @throws ToolError `unsupported` for what is neither or cannot be looked at as a whole, and what opening gives
 */
export async function hashOfPath(access: Access, path: string, signal?: AbortSignal): Promise<string> {
  const { kind, place } = access.look(path);
  if (kind !== 'directory') {
    using file = access.openFile(path);
    return hashOf(file);
  }
  return (
    (await hashTree(openScope(access, path), { signal })) ??
    fail('unsupported', `Not all of ${place.shown} can be looked at, so it has no hash.`, {
      next: 'Go without the hash, or take those of its files.',
    })
  );
}

/** The same of an entry in a folder that only the server reads; undefined for what has no hash. */
export async function hashOfEntry(
  folder: OpenFolder,
  name: string,
  options: TreeOptions = {},
): Promise<string | undefined> {
  const stat = folder.statChild(name);
  if (stat?.isDirectory() === true) {
    return await hashTree({ real: folder.childPlace(name).real, hides: options.hides }, options);
  }
  if (stat?.isFile() !== true) return undefined;
  try {
    using file = folder.openOwnFile(name);
    return hashOf(file);
  } catch (error) {
    // What its owner alone may read can be deleted all the same.
    if (error instanceof ToolError) return undefined;
    throw error;
  }
}
