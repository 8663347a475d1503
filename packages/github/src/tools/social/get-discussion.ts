import { fitting, makeCursor, readCursor } from '@portolan/runtime';
import * as z from 'zod';
import { inRepository } from '../../client/graphql.ts';
import { bodyText } from '../../people/text.ts';
import { number, owner, repo } from '../../schema/names.ts';
import { nextCursor, paging } from '../../schema/paging.ts';
import {
  COMMENT,
  commentOf,
  DISCUSSION,
  DiscussionRow,
  discussionRow,
  givenComment,
  givenDiscussion,
  writerOf,
} from '../../social/discussion.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

const query = `query ($owner: String!, $repo: String!, $number: Int!, $after: String) {
  ${inRepository(`discussion(number: $number) {
    ${DISCUSSION} id body
    thread: comments(first: 30, after: $after) { pageInfo { hasNextPage endCursor } nodes { ${COMMENT} } }
  }`)}
}`;

const answer = z.object({
  repository: z.object({
    discussion: givenDiscussion.extend({
      id: z.string(),
      body: z.string(),
      thread: z.object({
        pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
        nodes: z.array(givenComment),
      }),
    }),
  }),
});

export const getDiscussion = defineGitHubTool({
  name: 'get_discussion',
  title: 'Get a discussion',
  toolset: 'social',
  description: 'A discussion with its comments and their replies. after: further comments.',
  effect: 'read',
  untrusted: ['title', 'category', 'body'],
  input: z.object({ owner, repo, discussionNumber: number, after: paging.after }),
  output: z.object({
    discussion: DiscussionRow,
    comments: z.array(z.looseObject({ id: z.string(), body: z.string() })),
    nextCursor,
  }),
  async run({ after, ...asked }, context) {
    const question = ['get_discussion', asked];
    const [at = '', given = '0'] = after === undefined ? [] : readCursor(question, after, 2);
    const { owner, repo, discussionNumber } = asked;
    const variables = { owner, repo, number: discussionNumber, after: at === '' ? null : at };
    const { data } = await context.graphql(answer, query, variables);
    const { discussion } = data.repository;
    await context.lockdown.demand(context, asked, writerOf(discussion));
    const { nodes, pageInfo } = discussion.thread;
    const rest = nodes.slice(Number(given));
    const fits = fitting(rest.map(commentOf), 14_000).length;
    const shown = await context.lockdown.shown(context, asked, rest.slice(0, fits), writerOf);
    const comments = await Promise.all(
      shown.map(async (comment) => {
        const replies = await context.lockdown.shown(context, asked, comment.replies.nodes, writerOf);
        return commentOf({ ...comment, replies: { ...comment.replies, nodes: [...replies] } });
      }),
    );
    const end = pageInfo.hasNextPage && pageInfo.endCursor ? [pageInfo.endCursor, '0'] : undefined;
    const next = fits < rest.length ? [at, `${Number(given) + fits}`] : end;
    return {
      discussion: { ...discussionRow(discussion), ...bodyText(discussion.body, after ? 200 : 8_000) },
      comments,
      ...(next && { nextCursor: makeCursor(question, next) }),
    };
  },
});
