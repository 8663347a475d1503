import * as z from 'zod';
import { resolveRevision } from '../reading/commits.ts';
import { repo_path } from '../reading/fields.ts';
import { listUnder } from '../reading/list-under.ts';
import { shownName } from '../reading/names.ts';
import { demandPermitted } from '../reading/permitted.ts';
import { checkPaths, checkRevision } from '../running/grammar.ts';
import { nulEnded, pathsFromInput } from '../running/pathspec.ts';
import { keepState, withBackup } from '../writing/backup.ts';
import { demandKnown } from '../writing/demand-known.ts';
import { guardWorkTree } from '../writing/guard-work-tree.ts';
import { lossOf, lossOutput, preview } from '../writing/loss.ts';
import { defineGitTool } from './define-git-tool.ts';

export const restore = defineGitTool({
  name: 'restore',
  title: 'Restore',
  toolset: 'destroy',
  description:
    'Set files back to the index, or to a revision. By default only lists what changes; changes of tracked files stay under the backup ref.',
  effect: 'destroy',
  input: z.object({ repo_path, files: z.array(z.string()).min(1), revision: z.string().optional(), preview }),
  output: lossOutput,
  confirmation: ({ files, preview }) =>
    preview ? undefined : `Set ${files.length} paths back? Their changes are kept under a backup ref.`,
  run: async ({ files, revision, preview }, repository) => {
    const paths = checkPaths(repository.top, files, 'files', true);
    await guardWorkTree(repository, paths);
    const source =
      revision === undefined ? undefined : await resolveRevision(repository, checkRevision(revision));
    await demandKnown(repository, paths, source);
    const list = ['diff', '--name-only', '-z', '--no-ext-diff', '--ignore-submodules=dirty'];
    const changed = await listUnder(repository, [...list, ...(source === undefined ? [] : [source])], paths);
    demandPermitted(repository, changed.map(shownName));
    const loss = lossOf(nulEnded(changed));
    if (preview || loss.totalFiles === 0) return { ...loss, done: false };
    const backup = await keepState(repository, 'restore');
    const from = source === undefined ? [] : [`--source=${source}`];
    const named = pathsFromInput(paths);
    await withBackup(repository, backup, () =>
      repository.git(['restore', '-q', '--no-overlay', '--worktree', ...from, ...named.args], {
        writes: true,
        input: named.input,
      }),
    );
    return { ...loss, done: true, ...(backup !== undefined && { backup }) };
  },
});
