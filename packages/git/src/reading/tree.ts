import type { Repository, RunOptions } from '../repository/open-repository.ts';
import { shownName } from './names.ts';
import { nameParts } from './records.ts';

export interface TreeEntry {
  readonly path: string;
  readonly kind: 'file' | 'executable' | 'directory' | 'symlink' | 'submodule';
  readonly id: string;
  readonly size?: number;
}

const kinds: Readonly<Record<string, TreeEntry['kind']>> = {
  '100755': 'executable',
  '040000': 'directory',
  '120000': 'symlink',
  '160000': 'submodule',
};

/** @param mode as git prints it, with or without leading zeros */
export const kindOf = (mode: string): TreeEntry['kind'] => kinds[mode.padStart(6, '0')] ?? 'file';

/** What `git ls-tree -z --long` prints; BAD is the size of an object that is not on this machine. */
export const parseTree = (output: Buffer): readonly TreeEntry[] =>
  nameParts(output).flatMap((line) => {
    const [, mode = '', id = '', size = '', path = ''] =
      /^(\d+) \w+ ([0-9a-f]+) +(-|BAD|\d+)\t(.*)$/s.exec(line) ?? [];
    if (path === '') return [];
    return [
      { path: shownName(path), kind: kindOf(mode), id, ...(/^\d/.test(size) && { size: Number(size) }) },
    ];
  });

/**
 * Entries of a tree, or those of it that a path names; one that ends with a slash names what is in the folder.
 *
 * @param tree a revision or an id that passed the grammar
 */
export async function listTree(
  repository: Repository,
  tree: string,
  {
    path,
    recursive = false,
    ...options
  }: RunOptions & { readonly path?: string; readonly recursive?: boolean },
): Promise<readonly TreeEntry[]> {
  const how = ['-z', '--long', '--full-tree', ...(recursive ? ['-r'] : []), '--end-of-options'];
  const paths = path === undefined ? [] : [path];
  const { stdout } = await repository.git(['ls-tree', ...how, tree, ...paths], options);
  return parseTree(stdout);
}
