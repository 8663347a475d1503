import * as z from 'zod';
import { inRepository } from '../client/graphql.ts';
import { loginOf } from '../people/author.ts';
import { bodyText, nameOf } from '../people/text.ts';
import { givenBigId, idOf } from '../schema/id.ts';
import type { ToolContext } from '../services.ts';

/** A thread of a review, as answers give it. */
export const Thread = z.looseObject({
  id: z.string(),
  path: z.string(),
  comments: z.array(z.unknown()),
});

/** Comments of one thread that are read. */
const COMMENTS = 30;
const COMMENT_BYTES = 3_000;

export const threadsQuery = `query ($owner: String!, $repo: String!, $number: Int!, $first: Int!, $after: String) {
  ${inRepository(`pullRequest(number: $number) {
    reviewThreads(first: $first, after: $after) {
      pageInfo { hasNextPage endCursor }
      nodes {
        id isResolved isOutdated path line originalLine startLine diffSide
        comments(first: ${COMMENTS}) {
          totalCount
          nodes {
            fullDatabaseId authorAssociation createdAt body
            author { login ... on User { databaseId } ... on Bot { databaseId } }
          }
        }
      }
    }
  }`)}
}`;

export type GivenThread = z.output<typeof givenThread>;

const givenThread = z.object({
  id: z.string(),
  isResolved: z.boolean(),
  isOutdated: z.boolean(),
  path: z.string(),
  line: z.int().nullish(),
  originalLine: z.int().nullish(),
  startLine: z.int().nullish(),
  diffSide: z.string(),
  comments: z.object({
    totalCount: z.int(),
    nodes: z.array(
      z.object({
        fullDatabaseId: givenBigId.nullish(),
        author: z.object({ login: z.string(), databaseId: z.int().nullish() }).nullish(),
        authorAssociation: z.string(),
        createdAt: z.string(),
        body: z.string(),
      }),
    ),
  }),
});

export const threadsAnswer = z.object({
  repository: z.object({
    pullRequest: z.object({
      reviewThreads: z.object({
        pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
        nodes: z.array(givenThread),
      }),
    }),
  }),
});

export function threadOf(thread: GivenThread) {
  const { totalCount, nodes } = thread.comments;
  // An outdated thread has no line in the diff of today, only the one it was written on.
  const line = thread.line ?? thread.originalLine;
  return {
    id: thread.id,
    path: nameOf(thread.path),
    ...(line && { line }),
    ...(thread.startLine && { startLine: thread.startLine }),
    side: thread.diffSide,
    ...(thread.isResolved && { resolved: true }),
    ...(thread.isOutdated && { outdated: true }),
    comments: nodes.map((comment) => ({
      ...(comment.fullDatabaseId && { id: idOf(BigInt(comment.fullDatabaseId)) }),
      author: loginOf(comment.author),
      association: comment.authorAssociation,
      created: comment.createdAt,
      ...bodyText(comment.body, COMMENT_BYTES),
    })),
    ...(totalCount > nodes.length && { moreComments: totalCount - nodes.length }),
  };
}

/** The thread with those of its comments that lockdown shows; undefined where it shows none. */
export async function shownThread(
  thread: GivenThread,
  place: { readonly owner: string; readonly repo: string },
  context: ToolContext,
): Promise<GivenThread | undefined> {
  const { nodes } = thread.comments;
  const shown = await context.lockdown.shown(context, place, nodes, ({ author }) =>
    // Without an id it cannot be told who this is today.
    author?.databaseId ? { id: author.databaseId, login: author.login } : undefined,
  );
  return shown.length === 0 && nodes.length > 0
    ? undefined
    : { ...thread, comments: { ...thread.comments, nodes: [...shown] } };
}
