import { fail } from '@portolan/runtime';
import * as z from 'zod';
import { inRepository } from '../client/graphql.ts';
import { lineOf } from '../people/text.ts';
import type { ToolContext } from '../services.ts';

interface Place {
  readonly owner: string;
  readonly repo: string;
}

const found = z.object({ repository: z.object({ discussion: z.object({ id: z.string() }) }) });
const find = `query ($owner: String!, $repo: String!, $number: Int!) {
  ${inRepository('discussion(number: $number) { id }')}
}`;

/** The id by which a discussion is changed. @throws ToolError `not_found` */
export async function discussionId(place: Place, number: number, { graphql }: ToolContext): Promise<string> {
  const { data } = await graphql(found, find, { ...place, number });
  return data.repository.discussion.id;
}

const owned = z.object({
  node: z.object({ discussion: z.object({ id: z.string() }).optional() }).nullable(),
});
const owning = 'query ($id: ID!) { node(id: $id) { ... on DiscussionComment { discussion { id } } } }';

/** An id names a comment anywhere, and a policy allows repositories. @throws ToolError `not_found` */
export async function demandComment(id: string, discussion: string, { graphql }: ToolContext): Promise<void> {
  const { data } = await graphql(owned, owning, { id });
  if (data.node?.discussion?.id !== discussion)
    fail('not_found', 'The discussion has no comment of that id.', { next: 'Take it from get_discussion.' });
}

/** The id of a comment of a discussion, as `get_discussion` gives it. */
export const commentID = z
  .string()
  .refine((value) => /^[\w+/=-]{1,200}$/.test(value), 'is not the id of a comment');

const categories = z.object({
  repository: z.object({
    id: z.string(),
    discussionCategories: z.object({ nodes: z.array(z.object({ id: z.string(), name: z.string() })) }),
  }),
});
const listing = `query ($owner: String!, $repo: String!) {
  ${inRepository('id discussionCategories(first: 100) { nodes { id name } }')}
}`;

/**
 * A repository and its category of a name, in any case.
 *
 * @throws ToolError `not_found` with the names there are; a repository without discussions has none
 */
export async function categoryOf(place: Place, name: string, { graphql }: ToolContext) {
  const { data } = await graphql(categories, listing, { ...place });
  const { id, discussionCategories } = data.repository;
  const wanted = name.trim().toLowerCase();
  const category = discussionCategories.nodes.find((one) => one.name.toLowerCase() === wanted);
  if (category !== undefined) return { repositoryId: id, categoryId: category.id };
  const known = discussionCategories.nodes.map((one) => lineOf(one.name));
  return fail('not_found', 'The repository has no category of discussions of that name.', {
    next:
      known.length > 0
        ? 'Use one of data.categories.'
        : 'Discussions are switched off there: open an issue with create_issue instead.',
    data: { categories: known },
  });
}
