import * as z from 'zod';
import { push as pushBranch, pushInput, pushOutput } from '../writing/push.ts';
import { defineGitTool } from './define-git-tool.ts';

export const push = defineGitTool({
  name: 'push',
  title: 'Push',
  toolset: 'remote',
  description:
    'Push one branch to the branch of that name on a remote. Never replaces commits that are there.',
  effect: 'write',
  openWorld: true,
  input: z.object(pushInput),
  output: pushOutput,
  run: async ({ remote, branch_name }, repository, { settings, progress }) =>
    pushBranch(repository, settings, { remote, branch_name, progress }),
});
