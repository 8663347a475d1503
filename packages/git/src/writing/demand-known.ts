import { fail } from '@portolan/runtime';
import { findEntry } from '../reading/find-entry.ts';
import { listUnder } from '../reading/list-under.ts';
import { shownName } from '../reading/names.ts';
import type { Repository } from '../repository/open-repository.ts';

/**
 * Refuses a path that neither the index nor a revision has: git itself passes over some, and reports others after
 * something was done.
 *
 * @param paths of `files` that passed the grammar
 * @throws ToolError `not_found`
 */
export async function demandKnown(
  repository: Repository,
  paths: readonly string[],
  revision: string | undefined,
): Promise<void> {
  for (const path of paths) {
    if (path === '.') continue;
    if ((await listUnder(repository, ['ls-files', '-z', '--cached'], [path])).length > 0) continue;
    if (revision !== undefined && (await findEntry(repository.objects, revision, path))) continue;
    fail(
      'not_found',
      `files names what git does not know: ${JSON.stringify(shownName(path))}. Nothing was changed.`,
      {
        next: 'Use list_files or status; a file that is not tracked is not kept by git.',
      },
    );
  }
}
