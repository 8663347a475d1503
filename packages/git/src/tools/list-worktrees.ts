import * as z from 'zod';
import { fitting } from '../reading/budget.ts';
import { repo_path } from '../reading/fields.ts';
import { isInside } from '../repository/roots.ts';
import { defineGitTool } from './define-git-tool.ts';

export const listWorktrees = defineGitTool({
  name: 'list_worktrees',
  title: 'List worktrees',
  toolset: 'history',
  description: 'Work trees of the repository inside the folders served; others are only counted.',
  effect: 'read',
  input: z.object({ repo_path }),
  output: z.object({
    worktrees: z.array(
      z.object({ path: z.string(), commit: z.string().optional(), branch: z.string().optional() }),
    ),
    outside: z.number(),
  }),
  run: async (_input, repository) => {
    const { stdout } = await repository.git(['worktree', 'list', '--porcelain', '-z']);
    const trees = stdout.toString('utf8').split('\0\0').filter(Boolean).map(parseTree);
    const inside = trees.filter(({ path }) => isInside(repository.roots, path));
    return { worktrees: [...fitting(inside)], outside: trees.length - inside.length };
  },
});

function parseTree(record: string) {
  const fields = new Map(
    record.split('\0').map((line) => [line.split(' ', 1)[0], line.slice(line.indexOf(' ') + 1)]),
  );
  const [commit, branch] = [fields.get('HEAD'), fields.get('branch')];
  return {
    path: fields.get('worktree') ?? '',
    ...(commit !== undefined && { commit }),
    ...(branch !== undefined && { branch: branch.replace(/^refs\/heads\//, '') }),
  };
}
