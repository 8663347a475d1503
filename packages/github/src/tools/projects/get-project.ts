import { fitting, makeCursor, readCursor } from '@portolan/runtime';
import * as z from 'zod';
import { lineOf } from '../../people/text.ts';
import { givenItem, ITEM, itemOf } from '../../projects/item.ts';
import { type Project, readProject } from '../../projects/read-project.ts';
import { number, owner } from '../../schema/names.ts';
import { nextCursor, paging } from '../../schema/paging.ts';
import type { ToolContext } from '../../services.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

const query = `query ($id: ID!, $first: Int!, $after: String) {
  node(id: $id) { ... on ProjectV2 {
    items(first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { ${ITEM} } }
  } }
}`;

const answer = z.object({
  node: z.object({
    items: z.object({
      totalCount: z.int(),
      pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
      nodes: z.array(givenItem),
    }),
  }),
});

export const getProject = defineGitHubTool({
  name: 'get_project',
  title: 'Get a project',
  toolset: 'projects',
  description:
    'A project of a user or an organization: its fields with their options, and its items with their values.',
  effect: 'read',
  untrusted: ['title', 'description', 'name', 'options', 'fields'],
  input: z.object({ owner, project_number: number, ...paging }),
  output: z.object({
    project: z.looseObject({ title: z.string(), fields: z.array(z.unknown()) }),
    items: z.array(z.looseObject({ id: z.string(), title: z.string() })),
    nextCursor,
  }),
  async run({ after, ...asked }, context) {
    const question = ['get_project', asked];
    const [at = '', given = '0'] = after === undefined ? [] : readCursor(question, after, 2);
    const project = await readProject(asked.owner, asked.project_number, context);
    const first = asked.perPage ?? 30;
    const { data } = await context.graphql(answer, query, {
      id: project.id,
      first,
      after: at === '' ? null : at,
    });
    const { nodes, pageInfo, totalCount } = data.node.items;
    const rest = nodes.slice(Number(given));
    const fits = fitting(rest.map(itemOf), 16_000).length;
    const allowed = await Promise.all(rest.slice(0, fits).map((item) => mayShow(item, context)));
    const items = rest.slice(0, fits).filter((_, index) => allowed[index]);
    const end = pageInfo.hasNextPage && pageInfo.endCursor ? [pageInfo.endCursor, '0'] : undefined;
    const next = fits < rest.length ? [at, `${Number(given) + fits}`] : end;
    return {
      project: { ...projectOf(project), itemCount: totalCount },
      items: items.map(itemOf),
      ...(next && { nextCursor: makeCursor(question, next) }),
    };
  },
});

const projectOf = ({ number, title, closed, shortDescription, url, fields }: Project) => ({
  number,
  title: lineOf(title),
  ...(closed && { closed }),
  ...(shortDescription && { description: lineOf(shortDescription) }),
  url,
  fields: fields.nodes
    .flatMap(({ name, dataType, options, configuration }) => {
      const choices = options?.map((one) => one.name) ?? configuration?.iterations.map((one) => one.title);
      if (name === undefined) return [];
      return [
        { name: lineOf(name), kind: dataType, ...(choices && { options: choices.slice(0, 50).map(lineOf) }) },
      ];
    })
    .slice(0, 50),
});

/** A project holds issues of many repositories: those that the policy allows, and in lockdown by whom. */
async function mayShow({ content }: z.output<typeof givenItem>, context: ToolContext): Promise<boolean> {
  const name = content?.repository?.nameWithOwner;
  // A draft, or what the credential may not see: nobody can tell who wrote it.
  if (name === undefined) return !context.lockdown.on;
  if (!(context.permits?.({ repo: [name.toLowerCase()] }) ?? true)) return false;
  const [owner = '', repo = ''] = name.split('/');
  const { author } = content ?? {};
  const writer = author?.databaseId ? { id: author.databaseId, login: author.login } : undefined;
  return context.lockdown.mayShow(context, { owner, repo }, writer);
}
