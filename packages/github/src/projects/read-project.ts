import { fail } from '@portolan/runtime';
import * as z from 'zod';
import type { ToolContext } from '../services.ts';

const field = z.object({
  id: z.string().optional(),
  name: z.string().optional(),
  dataType: z.string().optional(),
  options: z.array(z.object({ id: z.string(), name: z.string() })).optional(),
  configuration: z
    .object({ iterations: z.array(z.object({ id: z.string(), title: z.string() })) })
    .optional(),
});

const project = z.object({
  id: z.string(),
  number: z.int(),
  title: z.string(),
  closed: z.boolean(),
  shortDescription: z.string().nullish(),
  url: z.string(),
  fields: z.object({ nodes: z.array(field) }),
});

export type Project = z.output<typeof project>;
export type Field = z.output<typeof field>;

const PROJECT = `id number title closed shortDescription url
  fields(first: 50) { nodes {
    ... on ProjectV2Field { id name dataType }
    ... on ProjectV2SingleSelectField { id name dataType options { id name } }
    ... on ProjectV2IterationField { id name dataType configuration { iterations { id title } } }
  } }`;

const query = `query ($owner: String!, $number: Int!) {
  repositoryOwner(login: $owner) { ... on ProjectV2Owner { projectV2(number: $number) { ${PROJECT} } } }
}`;

const answer = z.object({
  repositoryOwner: z.object({ projectV2: project.nullish() }).nullable(),
});

/**
 * The project of a user or an organization, with its fields.
 *
 * @throws ToolError `not_found`
 */
export async function readProject(owner: string, number: number, { graphql }: ToolContext): Promise<Project> {
  const { data } = await graphql(answer, query, { owner, number });
  return (
    data.repositoryOwner?.projectV2 ??
    fail('not_found', `${owner} has no project ${number}, or the credential may not see it.`, {
      next: 'A classic token needs the scope read:project, any other the permission on projects.',
    })
  );
}

/**
 * The field of that name, whatever its case.
 *
 * @throws ToolError `not_found`, naming those there are
 */
export function fieldNamed({ fields }: Project, name: string): Field & { readonly id: string } {
  const found = fields.nodes.find((one) => one.name?.toLowerCase() === name.toLowerCase());
  if (found?.id !== undefined) return { ...found, id: found.id };
  const names = fields.nodes.flatMap((one) => (one.name === undefined ? [] : [`"${one.name}"`]));
  return fail('not_found', 'The project has no field of that name.', { next: `One of ${names.join(', ')}.` });
}
