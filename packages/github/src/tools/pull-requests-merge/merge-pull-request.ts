import * as z from 'zod';
import { pullNumber } from '../../issues/fields.ts';
import { demandMergeable } from '../../pulls/merge-gate.ts';
import { readPull } from '../../pulls/read-pull.ts';
import { defined } from '../../schema/defined.ts';
import { objectId, owner, repo } from '../../schema/names.ts';
import { changeOnce } from '../../writing/unknown-outcome.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const mergePullRequest = defineGitHubTool({
  name: 'merge_pull_request',
  title: 'Merge a pull request',
  toolset: 'pull_requests_merge',
  description:
    'Merge, if the head is still expectedHeadSha and its checks have passed; checks: false merges without looking at them.',
  effect: 'destroy',
  input: z.object({
    owner,
    repo,
    pullNumber,
    expectedHeadSha: objectId,
    merge_method: z.enum(['merge', 'squash', 'rebase']).optional(),
    commit_title: z.string().optional(),
    commit_message: z.string().optional(),
    checks: z.boolean().optional(),
  }),
  output: z.object({ merged: z.boolean(), sha: z.string() }),
  confirmation: ({ owner, repo, pullNumber, merge_method = 'merge', checks = true }) =>
    `Merge pull request ${pullNumber} of ${owner}/${repo} (${merge_method})${checks ? '' : ' whatever its checks say'}?`,
  async run({ owner, repo, pullNumber, expectedHeadSha, checks = true, ...how }, context) {
    const which = { owner, repo, pull_number: pullNumber };
    await demandMergeable(which, { expectedHeadSha, checks }, context);
    return changeOnce(
      async () => {
        const { data } = await context.request('PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge', {
          ...which,
          ...defined(how),
          // GitHub refuses by itself where the head moved since.
          sha: expectedHeadSha,
        });
        return { merged: data.merged, sha: data.sha };
      },
      {
        async find() {
          const pull = await readPull(which, context);
          return pull.merged ? { merged: true, sha: pull.merge_commit_sha ?? '' } : undefined;
        },
        check: 'Check with get_pull_request whether it is merged before you call again.',
      },
    );
  },
});
