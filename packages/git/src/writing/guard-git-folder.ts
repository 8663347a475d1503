import { lstatSync, readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode, fail } from '@portolan/runtime';
import type { Place } from '../repository/locate.ts';
import { demandInside, type Roots } from '../repository/roots.ts';

/** Folders of the git folder that git writes files into, at any depth. */
const written = new Set(['refs', 'logs', 'info', 'rebase-merge', 'rebase-apply', 'sequencer', 'worktrees']);

/**
 * Refuses to write where git would write through a link: it follows one at `COMMIT_EDITMSG`, at a ref and at a
 * reflog, and a repository that was unpacked can bring such links along.
 *
 * @throws ToolError `outside_roots`, `unsupported`
 */
export function guardGitFolder(roots: Roots, { gitDir, commonDir }: Place): void {
  for (const folder of new Set([gitDir, commonDir])) {
    checkFolder(roots, folder, (name) => written.has(name));
  }
  // Objects are new files; only the folders they go to could lead elsewhere.
  checkEntries(roots, join(commonDir, 'objects'));
}

function checkFolder(roots: Roots, folder: string, enter: (name: string) => boolean): void {
  for (const name of checkEntries(roots, folder)) {
    if (enter(name)) checkFolder(roots, join(folder, name), () => true);
  }
}

/** Checks what lies in a folder; answers the names of the folders in it. */
function checkEntries(roots: Roots, folder: string): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true, encoding: 'utf8' });
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isSymbolicLink()) refuseOutside(roots, path, entry.name);
    else if (entry.isFile() && (lstatSync(path, { throwIfNoEntry: false })?.nlink ?? 1) > 1) {
      fail('unsupported', `${JSON.stringify(entry.name)} in the git folder is a file with several names.`, {
        next: 'Ask the user to clone the repository anew.',
      });
    }
  }
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

function refuseOutside(roots: Roots, path: string, name: string): void {
  const what = `The link ${JSON.stringify(name)} in the git folder`;
  try {
    demandInside(roots, realpathSync.native(path), what);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    // A file would be made where it leads.
    fail('outside_roots', `${what} leads nowhere.`, { next: 'Ask the user to remove it.' });
  }
}
