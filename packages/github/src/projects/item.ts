import * as z from 'zod';
import { lineOf } from '../people/text.ts';

const value = z.looseObject({
  field: z.object({ name: z.string().optional() }).optional(),
  text: z.string().nullish(),
  number: z.number().nullish(),
  date: z.string().nullish(),
  name: z.string().nullish(),
  title: z.string().nullish(),
});

export const givenItem = z.object({
  id: z.string(),
  type: z.string(),
  isArchived: z.boolean(),
  content: z
    .looseObject({
      number: z.int().optional(),
      title: z.string().optional(),
      state: z.string().optional(),
      pullState: z.string().optional(),
      repository: z.object({ nameWithOwner: z.string() }).optional(),
      author: z.object({ login: z.string(), databaseId: z.int().nullish() }).nullish(),
    })
    .nullish(),
  fieldValues: z.object({ nodes: z.array(value) }),
});

const OF_FIELD = 'field { ... on ProjectV2FieldCommon { name } }';
const AUTHOR = 'author { login ... on User { databaseId } ... on Bot { databaseId } }';

// A name stands for one type only: the states of issues and of pull requests are different enumerations.
export const ITEM = `id type isArchived
  content {
    ... on Issue { number title state repository { nameWithOwner } ${AUTHOR} }
    ... on PullRequest { number title pullState: state repository { nameWithOwner } ${AUTHOR} }
    ... on DraftIssue { title }
  }
  fieldValues(first: 30) { nodes {
    ... on ProjectV2ItemFieldTextValue { text ${OF_FIELD} }
    ... on ProjectV2ItemFieldNumberValue { number ${OF_FIELD} }
    ... on ProjectV2ItemFieldDateValue { date ${OF_FIELD} }
    ... on ProjectV2ItemFieldSingleSelectValue { name ${OF_FIELD} }
    ... on ProjectV2ItemFieldIterationValue { title ${OF_FIELD} }
  } }`;

/** An item with the values of its fields, by their names. */
export function itemOf({ id, type, isArchived, content, fieldValues }: z.output<typeof givenItem>) {
  const values = fieldValues.nodes.flatMap(({ field, text, number, date, name, title }) => {
    const shown = text ?? number ?? date ?? name ?? title;
    if (field?.name === undefined || shown === undefined || shown === null || field.name === 'Title')
      return [];
    return [[lineOf(field.name), typeof shown === 'string' ? lineOf(shown) : shown] as const];
  });
  const state = content?.state ?? content?.pullState;
  return {
    id,
    kind: type,
    title: lineOf(content?.title),
    ...(content?.repository && { repo: content.repository.nameWithOwner }),
    ...(content?.number !== undefined && { number: content.number }),
    ...(state && { state: state.toLowerCase() }),
    ...(isArchived && { archived: true }),
    fields: Object.fromEntries(values),
  };
}
