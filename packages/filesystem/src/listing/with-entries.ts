import { fail } from '@portolan/runtime';
import { osCode } from '../access/os-error.ts';
import type { Scope } from '../searching/scope.ts';
import { OpenFolder } from '../searching/walk/open-folder.ts';
import { readEntries } from '../searching/walk/read-entries.ts';
import type { WalkEntry } from '../searching/walk/walk-tree.ts';

/**
 * Opens the folder of a scope, lists what the deny globs leave, and closes it when the work is done.
 *
 * @throws ToolError `not_found`, `unsupported` (not a folder), `permission_denied`
 */
export async function withEntries<Result>(
  scope: Scope,
  work: (entries: readonly WalkEntry[], open: OpenFolder) => Promise<Result>,
): Promise<Result> {
  const open = openScope(scope);
  try {
    const entries = await readEntries(open);
    const visible = entries.filter(({ name, kind }) => scope.hides?.(name, kind === 'directory') !== true);
    return await work(visible, open);
  } finally {
    open.close();
  }
}

function openScope(scope: Scope): OpenFolder {
  try {
    return new OpenFolder(scope.real);
  } catch (error) {
    const code = osCode(error);
    if (code === 'ENOENT') fail('not_found', `There is no folder ${scope.shown}.`);
    if (code === 'ENOTDIR')
      fail('unsupported', `${scope.shown} is not a folder.`, { next: 'Read it with read_text_file.' });
    if (code === 'ELOOP') fail('outside_roots', `${scope.shown} was replaced while it was opened.`);
    return fail('permission_denied', `The folder ${scope.shown} cannot be opened.`, { cause: error });
  }
}
