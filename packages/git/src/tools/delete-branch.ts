import * as z from 'zod';
import { repo_path } from '../reading/fields.ts';
import { resolveBranch } from '../reading/resolve-branch.ts';
import { checkName } from '../running/grammar.ts';
import { keepCommit, withBackup } from '../writing/backup.ts';
import { lossOf, lossOutput, preview } from '../writing/loss.ts';
import { defineGitTool } from './define-git-tool.ts';

export const deleteBranch = defineGitTool({
  name: 'delete_branch',
  title: 'Delete branch',
  toolset: 'destroy',
  description:
    'Delete a branch. By default only says how many commits HEAD does not have; they stay under the backup ref.',
  effect: 'destroy',
  input: z.object({ repo_path, branch_name: z.string(), preview }),
  output: lossOutput,
  confirmation: ({ branch_name, preview }) =>
    preview ? undefined : `Delete the branch ${branch_name}? It is kept under a backup ref.`,
  run: async ({ branch_name, preview }, repository) => {
    const branch = checkName(branch_name, 'branch_name');
    const commit = await resolveBranch(repository, branch);
    const commits = await repository.git(['rev-list', '--count', `HEAD..${commit}`, '--']);
    const loss = lossOf(undefined, Number(commits.stdout.toString('utf8')));
    if (preview) return { ...loss, done: false };
    const backup = await keepCommit(repository, 'delete-branch', commit);
    await withBackup(repository, backup, () =>
      repository.git(['branch', '-q', '-D', branch], { writes: true }),
    );
    return { ...loss, done: true, backup };
  },
});
