import * as z from 'zod';
import { pullNumber } from '../../issues/fields.ts';
import { readCommits, readReviews } from '../../pulls/pull-parts.ts';
import { Pull, pullOf, readPull } from '../../pulls/read-pull.ts';
import { owner, repo } from '../../schema/names.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const getPullRequest = defineGitHubTool({
  name: 'get_pull_request',
  title: 'Get a pull request',
  toolset: 'pull_requests',
  description: 'A pull request; its conversation: get_issue.',
  effect: 'read',
  untrusted: ['title', 'body', 'head', 'labels', 'subject'],
  input: z.object({
    owner,
    repo,
    pullNumber,
    include: z.array(z.enum(['reviews', 'commits'])).optional(),
  }),
  output: z.object({ pullRequest: Pull }),
  async run({ owner, repo, pullNumber, include = [] }, context) {
    const which = { owner, repo, pull_number: pullNumber };
    const pull = await readPull(which, context);
    const [reviews, commits] = await Promise.all([
      include.includes('reviews') ? readReviews(which, context) : undefined,
      include.includes('commits') ? readCommits(which, context) : undefined,
    ]);
    const cut = [...(reviews?.cut ? ['reviews'] : []), ...(commits?.cut ? ['commits'] : [])];
    return {
      pullRequest: pullOf(pull),
      ...(reviews && { reviews: reviews.items }),
      ...(commits && { commits: commits.items }),
      ...(cut.length > 0 && { truncated: cut }),
    };
  },
});
