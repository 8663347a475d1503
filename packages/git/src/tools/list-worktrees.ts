import { fitting } from '@portolan/runtime';
import * as z from 'zod';
import { repo_path } from '../reading/fields.ts';
import { readWorktrees } from '../reading/worktrees.ts';
import { isInside } from '../repository/roots.ts';
import { defineGitTool } from './define-git-tool.ts';

export const listWorktrees = defineGitTool({
  name: 'list_worktrees',
  title: 'List worktrees',
  toolset: 'history',
  description:
    'Work trees of the repository inside the folders served; others are only counted. gone: its folder is not there, remove_worktree forgets it.',
  effect: 'read',
  input: z.object({ repo_path }),
  output: z.object({
    worktrees: z.array(
      z.object({
        path: z.string(),
        commit: z.string().optional(),
        branch: z.string().optional(),
        gone: z.boolean().optional(),
      }),
    ),
    outside: z.number(),
  }),
  run: async (_input, repository) => {
    const trees = await readWorktrees(repository);
    const inside = trees.filter(({ path }) => isInside(repository.roots, path));
    return { worktrees: [...fitting(inside)], outside: trees.length - inside.length };
  },
});
