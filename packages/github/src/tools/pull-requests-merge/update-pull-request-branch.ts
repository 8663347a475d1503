import * as z from 'zod';
import { pullNumber } from '../../issues/fields.ts';
import { readPull } from '../../pulls/read-pull.ts';
import { objectId, owner, repo } from '../../schema/names.ts';
import { changeOnce } from '../../writing/unknown-outcome.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const updatePullRequestBranch = defineGitHubTool({
  name: 'update_pull_request_branch',
  title: 'Update the branch of a pull request',
  toolset: 'pull_requests_merge',
  description: 'Merge the base into the branch of a pull request. GitHub does it a moment later.',
  effect: 'write',
  input: z.object({ owner, repo, pullNumber, expectedHeadSha: objectId.optional() }),
  output: z.object({ accepted: z.boolean(), previousHeadSha: z.string() }),
  async run({ owner, repo, pullNumber, expectedHeadSha }, context) {
    const which = { owner, repo, pull_number: pullNumber };
    const previousHeadSha = expectedHeadSha ?? (await readPull(which, context)).head.sha;
    await changeOnce(
      () =>
        context.request('PUT /repos/{owner}/{repo}/pulls/{pull_number}/update-branch', {
          ...which,
          expected_head_sha: previousHeadSha,
        }),
      { check: 'Check with get_pull_request whether the head has changed before you call again.' },
    );
    return { accepted: true, previousHeadSha };
  },
});
