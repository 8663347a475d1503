import * as z from 'zod';
import type { Author } from '../lockdown/lockdown.ts';
import { loginOf } from '../people/author.ts';
import { bodyText, lineOf } from '../people/text.ts';

/** Who wrote something, as every query of discussions asks for it. */
const AUTHOR = 'author { login ... on User { databaseId } ... on Bot { databaseId } } authorAssociation';

const written = z.object({
  author: z.object({ login: z.string(), databaseId: z.int().nullish() }).nullish(),
  authorAssociation: z.string(),
});

export const givenDiscussion = written.extend({
  number: z.int(),
  title: z.string(),
  updatedAt: z.string(),
  closed: z.boolean(),
  isAnswered: z.boolean().nullish(),
  category: z.object({ name: z.string() }),
  comments: z.object({ totalCount: z.int() }),
});

export const DISCUSSION = `number title updatedAt closed isAnswered category { name } comments { totalCount } ${AUTHOR}`;

/** A discussion in a list. */
export const DiscussionRow = z.looseObject({ number: z.int(), title: z.string() });

export const discussionRow = (given: z.output<typeof givenDiscussion>) => ({
  number: given.number,
  title: lineOf(given.title),
  author: loginOf(given.author),
  association: given.authorAssociation,
  category: lineOf(given.category.name),
  ...(given.closed && { closed: true }),
  ...(given.isAnswered && { answered: true }),
  comments: given.comments.totalCount,
  updated: given.updatedAt,
});

const givenReply = written.extend({ id: z.string(), body: z.string(), createdAt: z.string() });
export const givenComment = givenReply.extend({
  isAnswer: z.boolean(),
  replies: z.object({ totalCount: z.int(), nodes: z.array(givenReply) }),
});

export const COMMENT = `id body createdAt isAnswer ${AUTHOR} replies(first: 20) { totalCount nodes { id body createdAt ${AUTHOR} } }`;

const COMMENT_BYTES = 3_000;

const replyOf = (given: z.output<typeof givenReply>) => ({
  id: given.id,
  author: loginOf(given.author),
  association: given.authorAssociation,
  created: given.createdAt,
  ...bodyText(given.body, COMMENT_BYTES),
});

export const commentOf = (given: z.output<typeof givenComment>) => ({
  ...replyOf(given),
  ...(given.isAnswer && { answer: true }),
  ...(given.replies.nodes.length > 0 && { replies: given.replies.nodes.map(replyOf) }),
  ...(given.replies.totalCount > given.replies.nodes.length && {
    moreReplies: given.replies.totalCount - given.replies.nodes.length,
  }),
});

/** Without an id it cannot be told who an author is today. */
export const writerOf = ({ author }: z.output<typeof written>): Author =>
  author?.databaseId ? { id: author.databaseId, login: author.login } : undefined;
