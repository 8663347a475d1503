import * as z from 'zod';
import { someBody } from '../../issues/fields.ts';
import { threadID } from '../../pulls/fields.ts';
import { checkThread } from '../../pulls/thread-owner.ts';
import { givenBigId, idOf } from '../../schema/id.ts';
import { id, owner, repo } from '../../schema/names.ts';
import { changeOnce } from '../../writing/unknown-outcome.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

const mutation = `mutation ($id: ID!, $body: String!) {
  addPullRequestReviewThreadReply(input: { pullRequestReviewThreadId: $id, body: $body }) {
    comment { fullDatabaseId url }
  }
}`;

const answer = z.object({
  addPullRequestReviewThreadReply: z.object({
    comment: z.object({ fullDatabaseId: givenBigId.nullish(), url: z.string() }),
  }),
});

export const replyToReviewThread = defineGitHubTool({
  name: 'reply_to_review_thread',
  title: 'Reply to a review thread',
  toolset: 'pull_requests',
  description: 'Reply in a thread of list_review_threads.',
  effect: 'write',
  input: z.object({ owner, repo, threadID, body: someBody }),
  output: z.object({ id: id.optional(), url: z.string() }),
  async run({ body, ...thread }, context) {
    await checkThread(thread, context);
    const { data } = await changeOnce(
      () => context.graphql(answer, mutation, { id: thread.threadID, body }),
      {
        check: 'Check with list_review_threads whether the reply is there before you call again.',
      },
    );
    const { fullDatabaseId, url } = data.addPullRequestReviewThreadReply.comment;
    return { ...(fullDatabaseId && { id: idOf(BigInt(fullDatabaseId)) }), url };
  },
});
