import * as z from 'zod';
import { someBody } from '../../issues/fields.ts';
import { number, owner, repo } from '../../schema/names.ts';
import { commentID, demandComment, discussionId } from '../../social/find-discussion.ts';
import { changeOnce } from '../../writing/unknown-outcome.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

const mutation = `mutation ($id: ID!, $body: String!, $replyTo: ID) {
  addDiscussionComment(input: { discussionId: $id, body: $body, replyToId: $replyTo }) { comment { id url } }
}`;
const made = z.object({
  addDiscussionComment: z.object({ comment: z.object({ id: z.string(), url: z.string() }) }),
});

export const addDiscussionComment = defineGitHubTool({
  name: 'add_discussion_comment',
  title: 'Comment on a discussion',
  toolset: 'social',
  description: 'Comment on a discussion; replyTo: the id of the comment to reply to.',
  effect: 'write',
  input: z.object({ owner, repo, discussionNumber: number, body: someBody, replyTo: commentID.optional() }),
  output: z.object({ id: z.string(), url: z.string() }),
  async run({ owner, repo, discussionNumber, body, replyTo }, context) {
    const { graphql } = context;
    const id = await discussionId({ owner, repo }, discussionNumber, context);
    if (replyTo !== undefined) await demandComment(replyTo, id, context);
    const answer = await changeOnce(() => graphql(made, mutation, { id, body, replyTo: replyTo ?? null }), {
      check: 'Check with get_discussion whether it is there before you call again.',
    });
    return answer.data.addDiscussionComment.comment;
  },
});
