import { shownNames } from '../reading/records.ts';
import type { Repository } from '../repository/open-repository.ts';

/** Paths whose staged content differs from HEAD. */
export async function stagedFiles(repository: Repository): Promise<readonly string[]> {
  const { stdout } = await repository.git([
    'diff',
    '--cached',
    '--name-only',
    '-z',
    '--no-ext-diff',
    '--no-renames',
    '--ignore-submodules=dirty',
  ]);
  return shownNames(stdout);
}
