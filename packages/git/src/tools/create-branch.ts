import * as z from 'zod';
import { resolveRevision } from '../reading/commits.ts';
import { repo_path } from '../reading/fields.ts';
import { checkName, checkRevision } from '../running/grammar.ts';
import { defineGitTool } from './define-git-tool.ts';

export const createBranch = defineGitTool({
  name: 'create_branch',
  title: 'Create branch',
  toolset: 'write',
  description: 'Create a branch at base_branch, or HEAD, without going to it. Never moves one that exists.',
  effect: 'write',
  input: z.object({ repo_path, branch_name: z.string(), base_branch: z.string().default('HEAD') }),
  output: z.object({ branch: z.string(), commit: z.string() }),
  run: async ({ branch_name, base_branch }, repository) => {
    const branch = checkName(branch_name, 'branch_name');
    const commit = await resolveRevision(repository, checkRevision(base_branch, 'base_branch'));
    await repository.git(['branch', '--no-track', branch, commit], { writes: true });
    return { branch, commit };
  },
});
