import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fail } from '@portolan/runtime';
import { looksLikeRepository } from './locate.ts';
import type { Roots } from './roots.ts';

/** Folders of a root that are looked at. */
const MAX_FOLDERS = 2_000;

/** The repositories served: each root that is one, and those directly below a root that is none. */
export function findRepositories({ list }: Roots): readonly string[] {
  return [...new Set(list.flatMap((root) => (isRepository(root) ? [root] : below(root))))];
}

const isRepository = (folder: string) =>
  looksLikeRepository(folder) || (basename(folder).endsWith('.git') && basename(folder) !== '.git');

function below(root: string): readonly string[] {
  try {
    return readdirSync(root, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .slice(0, MAX_FOLDERS)
      .map(({ name }) => join(root, name))
      .filter(looksLikeRepository)
      .toSorted();
  } catch {
    // A folder that cannot be listed has no repository to offer.
    return [];
  }
}

/**
 * The repository of a call that names none.
 *
 * @throws ToolError `invalid_arguments` when there is not exactly one
 */
export function onlyRepository(roots: Roots): string {
  const found = findRepositories(roots);
  const [first, second] = found;
  if (first !== undefined && second === undefined) return first;
  if (first === undefined && roots.list.length === 1) return roots.list[0] ?? '';
  return fail('invalid_arguments', `repo_path is needed: ${found.length} repositories are served.`, {
    next: 'Pass repo_path, one of data.repositories.',
    data: { repositories: found.slice(0, 50) },
  });
}
