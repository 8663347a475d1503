import * as z from 'zod';
import { pullNumber } from '../../issues/fields.ts';
import { Check, readChecks } from '../../pulls/checks.ts';
import { readPull } from '../../pulls/read-pull.ts';
import { owner, repo } from '../../schema/names.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const getPullRequestChecks = defineGitHubTool({
  name: 'get_pull_request_checks',
  title: 'Get the checks of a pull request',
  toolset: 'pull_requests',
  description:
    'Statuses and check runs of the head with annotations, failed ones first. id is the job_id of Actions.',
  effect: 'read',
  untrusted: ['name', 'detail', 'path', 'message'],
  input: z.object({ owner, repo, pullNumber }),
  output: z.object({
    headSha: z.string(),
    state: z.string(),
    checks: z.array(Check),
  }),
  async run({ owner, repo, pullNumber }, context) {
    const pull = await readPull({ owner, repo, pull_number: pullNumber }, context);
    // The commit is in the repository of the base, also where the branch is in a fork.
    const checks = await readChecks({ owner, repo, ref: pull.head.sha }, context, { annotations: true });
    return { headSha: pull.head.sha, ...checks };
  },
});
