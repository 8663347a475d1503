import { fitting, makeCursor, readCursor } from '@portolan/runtime';
import * as z from 'zod';
import { inRepository } from '../../client/graphql.ts';
import { owner, repo } from '../../schema/names.ts';
import { nextCursor, paging } from '../../schema/paging.ts';
import {
  DISCUSSION,
  DiscussionRow,
  discussionRow,
  givenDiscussion,
  writerOf,
} from '../../social/discussion.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

const query = `query ($owner: String!, $repo: String!, $first: Int!, $after: String) {
  ${inRepository(`discussions(first: $first, after: $after, orderBy: { field: UPDATED_AT, direction: DESC }) {
    pageInfo { hasNextPage endCursor } nodes { ${DISCUSSION} }
  }`)}
}`;

const answer = z.object({
  repository: z.object({
    discussions: z.object({
      pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
      nodes: z.array(givenDiscussion),
    }),
  }),
});

export const listDiscussions = defineGitHubTool({
  name: 'list_discussions',
  title: 'List discussions',
  toolset: 'social',
  description: 'Discussions of a repository, those changed last first.',
  effect: 'read',
  untrusted: ['title', 'category'],
  input: z.object({ owner, repo, ...paging }),
  output: z.object({ discussions: z.array(DiscussionRow), nextCursor }),
  async run({ after, ...asked }, context) {
    const question = ['list_discussions', asked];
    const [at = '', given = '0'] = after === undefined ? [] : readCursor(question, after, 2);
    const { data } = await context.graphql(answer, query, {
      owner: asked.owner,
      repo: asked.repo,
      first: asked.perPage ?? 30,
      after: at === '' ? null : at,
    });
    const { nodes, pageInfo } = data.repository.discussions;
    const rest = nodes.slice(Number(given));
    const fits = fitting(rest.map(discussionRow)).length;
    const shown = await context.lockdown.shown(context, asked, rest.slice(0, fits), writerOf);
    const end = pageInfo.hasNextPage && pageInfo.endCursor ? [pageInfo.endCursor, '0'] : undefined;
    const next = fits < rest.length ? [at, `${Number(given) + fits}`] : end;
    return {
      discussions: shown.map(discussionRow),
      ...(next && { nextCursor: makeCursor(question, next) }),
    };
  },
});
