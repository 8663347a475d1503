import { fail } from '@portolan/runtime';
import * as z from 'zod';
import { inRepository } from '../../client/graphql.ts';
import { someBody } from '../../issues/fields.ts';
import { number, owner, repo } from '../../schema/names.ts';
import { changeOnce } from '../../writing/unknown-outcome.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

const find = `query ($owner: String!, $repo: String!, $number: Int!) {
  ${inRepository('discussion(number: $number) { id }')}
}`;
const found = z.object({ repository: z.object({ discussion: z.object({ id: z.string() }) }) });

const owning = 'query ($id: ID!) { node(id: $id) { ... on DiscussionComment { discussion { id } } } }';
const owned = z.object({
  node: z.object({ discussion: z.object({ id: z.string() }).optional() }).nullable(),
});

const mutation = `mutation ($id: ID!, $body: String!, $replyTo: ID) {
  addDiscussionComment(input: { discussionId: $id, body: $body, replyToId: $replyTo }) { comment { id url } }
}`;
const made = z.object({
  addDiscussionComment: z.object({ comment: z.object({ id: z.string(), url: z.string() }) }),
});

const commentID = z.string().refine((value) => /^[\w+/=-]{1,200}$/.test(value), 'is not the id of a comment');

export const addDiscussionComment = defineGitHubTool({
  name: 'add_discussion_comment',
  title: 'Comment on a discussion',
  toolset: 'social',
  description: 'Comment on a discussion; replyTo: the id of the comment to reply to.',
  effect: 'write',
  input: z.object({ owner, repo, discussionNumber: number, body: someBody, replyTo: commentID.optional() }),
  output: z.object({ id: z.string(), url: z.string() }),
  async run({ owner, repo, discussionNumber, body, replyTo }, { graphql }) {
    const { data } = await graphql(found, find, { owner, repo, number: discussionNumber });
    const { id } = data.repository.discussion;
    if (replyTo !== undefined) {
      const { data: comment } = await graphql(owned, owning, { id: replyTo });
      if (comment.node?.discussion?.id !== id) fail('not_found', 'The discussion has no comment of that id.');
    }
    const answer = await changeOnce(() => graphql(made, mutation, { id, body, replyTo: replyTo ?? null }), {
      check: 'Check with get_discussion whether it is there before you call again.',
    });
    return answer.data.addDiscussionComment.comment;
  },
});
