import * as z from 'zod';
import { resolveRevision } from '../reading/commits.ts';
import { repo_path, revision } from '../reading/fields.ts';
import { newFolder } from '../repository/new-folder.ts';
import { checkName, checkRevision, checkText } from '../running/grammar.ts';
import { demandBrought } from '../writing/demand-brought.ts';
import { guardWorkTree } from '../writing/guard-work-tree.ts';
import { defineGitTool } from './define-git-tool.ts';

export const worktree = defineGitTool({
  name: 'worktree',
  title: 'Worktree',
  toolset: 'write',
  description:
    'Add a linked work tree in a new folder inside the folders served, on a new branch from a revision.',
  effect: 'write',
  input: z.object({ repo_path, worktree_path: z.string().min(1), branch_name: z.string(), revision }),
  output: z.object({ path: z.string(), branch: z.string(), commit: z.string() }),
  run: async ({ worktree_path, branch_name, revision }, repository) => {
    const branch = checkName(branch_name, 'branch_name');
    const commit = await resolveRevision(repository, checkRevision(revision));
    const target = newFolder(
      repository.roots,
      repository.top,
      checkText(worktree_path, 'worktree_path'),
      'worktree_path',
    );
    await guardWorkTree(repository);
    await demandBrought(repository, { trees: [commit] });
    await repository.git(['worktree', 'add', '-q', '--no-track', '-b', branch, '--', target, commit], {
      writes: true,
    });
    return { path: target, branch, commit };
  },
});
