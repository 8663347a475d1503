import * as z from 'zod';
import { defaultBranch } from '../../repository/default-branch.ts';
import { objectId, owner, ref, repo } from '../../schema/names.ts';
import { headOf } from '../../writing/open-branch.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const createBranch = defineGitHubTool({
  name: 'create_branch',
  title: 'Create a branch',
  toolset: 'repos_write',
  description: 'Create a branch at from_branch (or a full commit id), else at the default branch.',
  effect: 'write',
  input: z.object({ owner, repo, branch: ref, from_branch: ref.optional() }),
  output: z.object({ branch: z.string(), sha: z.string() }),
  async run({ owner, repo, branch, from_branch }, context) {
    const from = from_branch ?? (await defaultBranch(context, { owner, repo }));
    const sha = objectId.safeParse(from).success ? from : await headOf(context, { owner, repo }, from);
    await context.request('POST /repos/{owner}/{repo}/git/refs', {
      owner,
      repo,
      ref: `refs/heads/${branch}`,
      sha,
    });
    return { branch, sha };
  },
});
