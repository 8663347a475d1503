import * as z from 'zod';
import { someBody } from '../../issues/fields.ts';
import { number, owner, repo } from '../../schema/names.ts';
import { commentID, demandComment, discussionId } from '../../social/find-discussion.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

const mutation = `mutation ($id: ID!, $body: String!) {
  updateDiscussionComment(input: { commentId: $id, body: $body }) { comment { id url } }
}`;
const changed = z.object({
  updateDiscussionComment: z.object({ comment: z.object({ id: z.string(), url: z.string() }) }),
});

export const updateDiscussionComment = defineGitHubTool({
  name: 'update_discussion_comment',
  title: 'Update a comment on a discussion',
  toolset: 'social',
  description: 'Replace the text of a comment, by the id that get_discussion gives.',
  effect: 'write',
  destructive: true,
  idempotent: true,
  input: z.object({ owner, repo, discussionNumber: number, commentID, body: someBody }),
  output: z.object({ id: z.string(), url: z.string() }),
  async run({ discussionNumber, commentID: id, body, ...place }, context) {
    await demandComment(id, await discussionId(place, discussionNumber, context), context);
    const { data } = await context.with({ idempotent: true }).graphql(changed, mutation, { id, body });
    return data.updateDiscussionComment.comment;
  },
});
