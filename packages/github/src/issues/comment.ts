import * as z from 'zod';
import { loginOf, type User } from '../people/author.ts';
import { bodyText } from '../people/text.ts';
import { idOf } from '../schema/id.ts';
import { id } from '../schema/names.ts';

/** A comment on an issue or a pull request. */
export const Comment = z.looseObject({ id, body: z.string() });

export interface GivenComment {
  readonly id: number | bigint;
  readonly user: User | null;
  readonly author_association?: string;
  readonly created_at: string;
  readonly body?: string | null;
}

/** Bytes of one comment; a longer one says how much is left out. */
const COMMENT_BYTES = 6_000;

export const commentOf = (comment: GivenComment) => ({
  id: idOf(comment.id),
  author: loginOf(comment.user),
  association: comment.author_association ?? 'NONE',
  created: comment.created_at,
  ...bodyText(comment.body, COMMENT_BYTES),
});
