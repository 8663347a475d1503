import { realpathSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import { fail } from '@portolan/runtime';

/** The folders that may be served, as real paths. */
export interface Roots {
  readonly list: readonly string[];
}

/** @throws ToolError `invalid_arguments` naming a folder that is none */
export const createRoots = (folders: readonly string[]): Roots => ({
  list: [...new Set(folders.map((folder) => realFolder(folder)))],
});

function realFolder(folder: string): string {
  try {
    return realpathSync.native(folder);
  } catch (cause) {
    return fail('invalid_arguments', `The folder ${folder} does not exist.`, { cause });
  }
}

const isBelow = (folder: string, path: string): boolean => {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
};

export const isInside = ({ list }: Roots, path: string): boolean => list.some((root) => isBelow(root, path));

/** @throws ToolError `outside_roots` naming what leads there, never what is there */
export function demandInside(roots: Roots, path: string, what: string): void {
  if (isInside(roots, path)) return;
  fail('outside_roots', `${what} lies outside the folders this server may touch.`, {
    next: 'Use a repository that is whole inside the folders served, or ask the operator to serve that folder too.',
  });
}

/**
 * The real path of a caller's path.
 *
 * @throws ToolError `invalid_arguments`, `outside_roots`, `not_found`
 */
export function resolveInside(roots: Roots, path: string): string {
  if (path.includes('\0')) fail('invalid_arguments', 'repo_path holds a NUL character.');
  const [first = ''] = roots.list;
  const absolute = isAbsolute(path) ? path : join(first, path);
  // Whether something exists outside is not said either.
  const wayInside = isInside(roots, absolute);
  try {
    const real = realpathSync.native(absolute);
    demandInside(roots, real, 'repo_path');
    return real;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error) || error.name === 'ToolError') throw error;
    if (!wayInside) demandInside(roots, absolute, 'repo_path');
    return fail('not_found', 'repo_path does not exist.', {
      next: 'Name a repository below the folders served.',
    });
  }
}

/** The roots that are left when a client works in some folders only. */
export function narrowRoots(roots: Roots, folders: readonly string[]): Roots {
  const list = folders.flatMap((folder) => [
    ...(isInside(roots, folder) ? [folder] : []),
    ...roots.list.filter((root) => isBelow(folder, root)),
  ]);
  return { list: [...new Set(list)] };
}
