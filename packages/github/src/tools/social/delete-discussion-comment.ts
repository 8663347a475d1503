import * as z from 'zod';
import { number, owner, repo } from '../../schema/names.ts';
import { commentID, demandComment, discussionId } from '../../social/find-discussion.ts';
import { changeOnce } from '../../writing/unknown-outcome.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

const mutation = 'mutation ($id: ID!) { deleteDiscussionComment(input: { id: $id }) { comment { id } } }';
const removed = z.object({ deleteDiscussionComment: z.object({}) });

export const deleteDiscussionComment = defineGitHubTool({
  name: 'delete_discussion_comment',
  title: 'Delete a comment on a discussion',
  toolset: 'social',
  description: 'Delete a comment for good, by the id that get_discussion gives.',
  effect: 'destroy',
  idempotent: true,
  input: z.object({ owner, repo, discussionNumber: number, commentID }),
  output: z.object({ deleted: z.string() }),
  confirmation: ({ owner, repo, discussionNumber, commentID: id }) =>
    `Delete comment ${id} of discussion ${discussionNumber} in ${owner}/${repo}? It cannot be brought back.`,
  async run({ discussionNumber, commentID: id, ...place }, context) {
    await demandComment(id, await discussionId(place, discussionNumber, context), context);
    await changeOnce(() => context.graphql(removed, mutation, { id }), {
      check: 'Call again: not_found says that it is gone.',
    });
    return { deleted: id };
  },
});
