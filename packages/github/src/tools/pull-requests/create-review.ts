import { fail } from '@portolan/runtime';
import * as z from 'zod';
import { body, pullNumber } from '../../issues/fields.ts';
import { readPull } from '../../pulls/read-pull.ts';
import { checkComments, ReviewComment, sentComment } from '../../pulls/review-comments.ts';
import { idOf } from '../../schema/id.ts';
import { id, objectId, owner, repo } from '../../schema/names.ts';
import { changeOnce } from '../../writing/unknown-outcome.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const createReview = defineGitHubTool({
  name: 'create_review',
  title: 'Review a pull request',
  toolset: 'pull_requests',
  description: 'Verdict and comments in one call; every line is checked against the diff first.',
  effect: 'write',
  input: z.object({
    owner,
    repo,
    pullNumber,
    event: z.enum(['APPROVE', 'REQUEST_CHANGES', 'COMMENT']).optional(),
    body: body.optional(),
    comments: z.array(ReviewComment).optional(),
    commitID: objectId.optional(),
  }),
  output: z.looseObject({ id, url: z.string(), headSha: z.string() }),
  async run({ owner, repo, pullNumber, event = 'COMMENT', body, comments = [], commitID }, context) {
    if (!body && (event === 'REQUEST_CHANGES' || (event === 'COMMENT' && comments.length === 0))) {
      fail('invalid_arguments', `body is missing: a review with ${event} needs one.`);
    }
    const which = { owner, repo, pull_number: pullNumber };
    const { head } = await readPull(which, context);
    if (commitID !== undefined && commitID !== head.sha) {
      fail('conflict', 'The pull request has new commits since the one reviewed. Nothing was sent.', {
        next: 'Look at the diff as it is now, then review that.',
        data: { headSha: head.sha },
      });
    }
    if (comments.length > 0) await checkComments(which, comments, context);
    const review = await changeOnce(
      async () => {
        const { data } = await context.request('POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews', {
          ...which,
          commit_id: head.sha,
          event,
          ...(body && { body }),
          comments: comments.map(sentComment),
        });
        return data;
      },
      { check: 'Check with get_pull_request, include reviews, whether it is there before you call again.' },
    );
    return { id: idOf(review.id), state: review.state, url: review.html_url, headSha: head.sha };
  },
});
