import { fail } from '@portolan/runtime';
import * as z from 'zod';
import { inRepository } from '../../client/graphql.ts';
import { fieldValue } from '../../projects/field-value.ts';
import { fieldNamed, readProject } from '../../projects/read-project.ts';
import { number, owner, repo } from '../../schema/names.ts';
import type { ToolContext } from '../../services.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

const Value = z.union([z.string(), z.number()]).nullable();

export const writeProjectItem = defineGitHubTool({
  name: 'write_project_item',
  title: 'Write an item of a project',
  toolset: 'projects',
  description:
    'Set fields of an issue or a pull request in a project by their names, and options by theirs; null clears. It is added where it is not there.',
  effect: 'write',
  destructive: true,
  idempotent: true,
  input: z.object({
    owner,
    project_number: number,
    item_owner: owner,
    item_repo: repo,
    issue_number: number,
    fields: z.record(z.string(), Value).optional(),
  }),
  output: z.object({ id: z.string(), fields: z.array(z.string()) }),
  constrained: ({ item_owner, item_repo }) => ({ repo: [`${item_owner}/${item_repo}`.toLowerCase()] }),
  async run({ owner, project_number, item_owner, item_repo, issue_number, fields = {} }, context) {
    const project = await readProject(owner, project_number, context);
    // Every name and value is looked up before anything is changed.
    const changes = Object.entries(fields).map(([name, value]) => {
      const field = fieldNamed(project, name);
      return { name, field: field.id, value: value === null ? null : fieldValue(field, value) };
    });
    const content = await findContent(item_owner, item_repo, issue_number, context);
    const { graphql } = context.with({ idempotent: true });
    const { data } = await graphql(added, add, { project: project.id, content });
    const item = data.addProjectV2ItemById.item.id;
    context.changes.made('item');
    await context.changes.inOrder(
      changes.map(({ name, field, value }) => {
        const ids = { project: project.id, item, field };
        const mutation = value === null ? clear : set;
        const make = () => graphql(changed, mutation, { ...ids, ...(value !== null && { value }) });
        return { names: [name], make };
      }),
    );
    return { id: item, fields: Object.keys(fields) };
  },
});

// Adding what is there answers the item there is.
const add = `mutation ($project: ID!, $content: ID!) {
  addProjectV2ItemById(input: { projectId: $project, contentId: $content }) { item { id } }
}`;
const added = z.object({ addProjectV2ItemById: z.object({ item: z.object({ id: z.string() }) }) });

const set = `mutation ($project: ID!, $item: ID!, $field: ID!, $value: ProjectV2FieldValue!) {
  changed: updateProjectV2ItemFieldValue(input: { projectId: $project, itemId: $item, fieldId: $field, value: $value }) {
    projectV2Item { id }
  }
}`;
const clear = `mutation ($project: ID!, $item: ID!, $field: ID!) {
  changed: clearProjectV2ItemFieldValue(input: { projectId: $project, itemId: $item, fieldId: $field }) {
    projectV2Item { id }
  }
}`;
const changed = z.object({ changed: z.object({ projectV2Item: z.object({ id: z.string() }).nullish() }) });

const query = `query ($owner: String!, $repo: String!, $number: Int!) {
  ${inRepository('issueOrPullRequest(number: $number) { ... on Issue { id } ... on PullRequest { id } }')}
}`;
const found = z.object({
  repository: z.object({ issueOrPullRequest: z.object({ id: z.string() }).nullish() }),
});

async function findContent(owner: string, repo: string, number: number, { graphql }: ToolContext) {
  const { data } = await graphql(found, query, { owner, repo, number });
  return (
    data.repository.issueOrPullRequest?.id ??
    fail('not_found', `${owner}/${repo} has no issue or pull request ${number}.`)
  );
}
