import { fail } from '@portolan/runtime';
import * as z from 'zod';
import { defaultBranch } from '../../repository/default-branch.ts';
import { objectId, owner, ref, repo } from '../../schema/names.ts';
import { headOf } from '../../writing/open-branch.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const deleteBranch = defineGitHubTool({
  name: 'delete_branch',
  title: 'Delete a branch',
  toolset: 'repos_write',
  description:
    'Delete a branch, not the default one. The answer names the commit: create_branch brings it back.',
  effect: 'destroy',
  input: z.object({ owner, repo, branch: ref, sha: objectId.optional() }),
  output: z.object({ deleted: z.string(), sha: z.string() }),
  confirmation: ({ owner, repo, branch }) => `Delete the branch ${branch} of ${owner}/${repo}?`,
  async run({ owner, repo, branch, sha }, context) {
    const place = { owner, repo };
    if (branch === (await defaultBranch(context, place))) {
      fail('unsupported', `${branch} is the default branch.`, { next: 'Name another branch.' });
    }
    const head = await headOf(context, place, branch);
    if (sha !== undefined && sha !== head) {
      fail('conflict', `The branch ${branch} is not at the expected commit.`, { data: { head } });
    }
    await context.request('DELETE /repos/{owner}/{repo}/git/refs/{ref}', {
      ...place,
      ref: `heads/${branch}`,
    });
    return { deleted: branch, sha: head };
  },
});
