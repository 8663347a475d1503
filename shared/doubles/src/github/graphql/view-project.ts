import { canSee } from '../access/open-repository.ts';
import type { Project, ProjectField, ProjectItem } from '../state/project.ts';
import { nodeId } from '../state/world.ts';
import { connection, type PageArguments } from './connection.ts';
import type { Graph } from './graph.ts';
import { accountView } from './view-account.ts';
import { issueView } from './view-issue.ts';
import { pullView } from './view-pull.ts';

const kinds = { SINGLE_SELECT: 'PVTSSF', ITERATION: 'PVTIF' } as const;
const typeNames = {
  SINGLE_SELECT: 'ProjectV2SingleSelectField',
  ITERATION: 'ProjectV2IterationField',
} as const;
const isSpecial = (type: string): type is keyof typeof kinds => Object.hasOwn(kinds, type);

const fieldId = ({ id, type }: ProjectField) => nodeId(isSpecial(type) ? kinds[type] : 'PVTF', id);

const fieldView = (field: ProjectField) => ({
  __typename: isSpecial(field.type) ? typeNames[field.type] : 'ProjectV2Field',
  id: fieldId(field),
  name: field.name,
  dataType: field.type,
  options: field.options.map((one) => ({ ...one, description: '', color: 'GRAY' })),
  configuration: { duration: 14, iterations: field.iterations, completedIterations: [] },
});

export function projectView(graph: Graph, project: Project): object {
  const { id, number, title, description, owner, createdAt } = project;
  return {
    __typename: 'ProjectV2',
    id: nodeId('PVT', id),
    number,
    title,
    shortDescription: description,
    readme: null,
    url: graph.url(`${owner.type === 'Organization' ? 'orgs' : 'users'}/${owner.login}/projects/${number}`),
    public: project.public,
    closed: false,
    createdAt,
    updatedAt: createdAt,
    owner: () => accountView(graph, owner),
    field: ({ name }: { readonly name: string }) => {
      const found = project.fields.find((one) => one.name.toLowerCase() === name.toLowerCase());
      return found ? fieldView(found) : null;
    },
    fields: (page: PageArguments) => connection(project.fields, page, fieldView),
    items: (page: PageArguments) => connection(project.items, page, (one) => itemView(graph, project, one)),
  };
}

const itemTypes = { issue: 'ISSUE', pull: 'PULL_REQUEST', draft: 'DRAFT_ISSUE' } as const;

/** What an item is of; nothing when the asker may not see it. */
function contentOf(graph: Graph, { content, createdAt, updatedAt }: ProjectItem): object | null {
  if (content.kind === 'draft') {
    const { id, title, body, creator } = content;
    return {
      __typename: 'DraftIssue',
      id: nodeId('DI', id),
      title,
      body,
      creator: () => accountView(graph, creator),
      createdAt,
      updatedAt,
    };
  }
  const repo = graph.world.repoById(content.repoId);
  if (!repo || !canSee(repo, graph.call.credential)) return null;
  const pull = repo.pulls.get(content.number);
  if (pull) return pullView(graph, repo, pull);
  const issue = repo.issues.get(content.number);
  return issue ? issueView(graph, repo, issue) : null;
}

export function itemView(graph: Graph, project: Project, item: ProjectItem): object {
  const content = contentOf(graph, item);
  const held = () => project.fields.flatMap((field) => valueView(graph, field, item) ?? []);
  return {
    __typename: 'ProjectV2Item',
    id: nodeId('PVTI', item.id),
    databaseId: item.id,
    fullDatabaseId: String(item.id),
    type: content ? itemTypes[item.content.kind] : 'REDACTED',
    isArchived: item.archived,
    createdAt: item.createdAt,
    updatedAt: item.updatedAt,
    project: () => projectView(graph, project),
    content,
    fieldValues: (page: PageArguments) => connection(held(), page, (one) => one),
    fieldValueByName: ({ name }: { readonly name: string }) => {
      const field = project.fields.find((one) => one.name.toLowerCase() === name.toLowerCase());
      return field ? valueView(graph, field, item) : null;
    },
  };
}

const titleOf = (graph: Graph, { content }: ProjectItem) =>
  content.kind === 'draft'
    ? content.title
    : graph.world.repoById(content.repoId)?.issues.get(content.number)?.title;

function valueView(graph: Graph, field: ProjectField, item: ProjectItem): object | null {
  const value = field.type === 'TITLE' ? titleOf(graph, item) : item.values.get(field.id);
  if (value === undefined) return null;
  const shared = { id: nodeId('PVTFV', `${item.id}-${field.id}`), field: fieldView(field) };
  const option = field.options.find(({ id }) => id === value);
  const iteration = field.iterations.find(({ id }) => id === value);
  switch (field.type) {
    case 'NUMBER':
      return { __typename: 'ProjectV2ItemFieldNumberValue', ...shared, number: value };
    case 'DATE':
      return { __typename: 'ProjectV2ItemFieldDateValue', ...shared, date: value };
    case 'SINGLE_SELECT':
      return {
        __typename: 'ProjectV2ItemFieldSingleSelectValue',
        ...shared,
        name: option?.name,
        optionId: value,
      };
    case 'ITERATION':
      return { __typename: 'ProjectV2ItemFieldIterationValue', ...iteration, ...shared, iterationId: value };
    default:
      return { __typename: 'ProjectV2ItemFieldTextValue', ...shared, text: value };
  }
}
