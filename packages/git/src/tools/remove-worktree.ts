import { existsSync } from 'node:fs';
import { fail } from '@portolan/runtime';
import * as z from 'zod';
import { resolveRevision } from '../reading/commits.ts';
import { repo_path } from '../reading/fields.ts';
import { readStatus } from '../reading/status.ts';
import { readWorktrees } from '../reading/worktrees.ts';
import { resolveInside } from '../repository/roots.ts';
import { keepCommit, withBackup } from '../writing/backup.ts';
import { lossOf, lossOutput, preview } from '../writing/loss.ts';
import { defineGitTool } from './define-git-tool.ts';

export const removeWorktree = defineGitTool({
  name: 'remove_worktree',
  title: 'Remove worktree',
  toolset: 'destroy',
  description:
    'Remove a linked work tree and its folder, or forget one whose folder is gone. Refused with uncommitted changes. By default only lists the ignored files it deletes; its commit stays under the backup ref.',
  effect: 'destroy',
  input: z.object({ repo_path, worktree_path: z.string().min(1), preview }),
  output: lossOutput,
  confirmation: ({ worktree_path, preview }) =>
    preview ? undefined : `Remove the work tree ${worktree_path}? Ignored files in it are lost.`,
  run: async ({ worktree_path, preview }, repository, context) => {
    const [, ...linked] = await readWorktrees(repository);
    const tree = linked.find(({ path }) => path === worktree_path);
    if (tree === undefined) {
      fail('not_found', 'No linked work tree has that path.', { next: 'Take path from list_worktrees.' });
    }
    if (tree.path === repository.top) {
      fail('conflict', 'A work tree is not removed from within.', { next: 'Pass another repo_path.' });
    }
    const loss = existsSync(tree.path)
      ? await lossIn(resolveInside(repository.roots, tree.path))
      : lossOf(undefined);
    if (preview) return { ...loss, done: false };
    const commit = await resolveRevision(repository, tree.commit ?? 'HEAD');
    const backup = await keepCommit(repository, 'remove-worktree', commit);
    await withBackup(repository, backup, () =>
      repository.git(['worktree', 'remove', '--', tree.path], { writes: true }),
    );
    return { ...loss, done: true, backup };

    async function lossIn(path: string) {
      const other = await context.repository(path, context);
      if (other.commonDir !== repository.commonDir)
        fail('not_found', 'The folder is no longer that work tree.');
      const { entries } = await readStatus(other);
      if (entries.length > 0) {
        fail('conflict', `The work tree has ${entries.length} uncommitted changes. Nothing was removed.`, {
          next: 'Commit or stash them there first; status shows them.',
        });
      }
      const ignored = await other.git(['ls-files', '-z', '--others', '--ignored', '--exclude-standard']);
      return lossOf(ignored.stdout);
    }
  },
});
