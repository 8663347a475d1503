import { addItem, type Project, type ProjectField, type ProjectItem } from '../state/project.ts';
import { fault, forbidden, noNode } from './fault.ts';
import { findIssue, findItem, findProject, findPull, partsOf } from './find-node.ts';
import type { Graph } from './graph.ts';
import { echo } from './mutations-pulls.ts';
import { itemView } from './view-project.ts';

interface Input<T> {
  readonly input: T & { readonly clientMutationId?: string };
}

interface Value {
  readonly text?: string | null;
  readonly number?: number | null;
  readonly date?: string | null;
  readonly singleSelectOptionId?: string | null;
  readonly iterationId?: string | null;
}

/** The value for a field, of the kind the field takes. @throws GraphQLError VALIDATION */
function valueFor({ type, options, iterations }: ProjectField, value: Value): string | number {
  const held = {
    TITLE: undefined,
    TEXT: value.text,
    NUMBER: value.number,
    DATE: value.date,
    SINGLE_SELECT: options.find(({ id }) => id === value.singleSelectOptionId)?.id,
    ITERATION: iterations.find(({ id }) => id === value.iterationId)?.id,
  }[type];
  if (held === undefined || held === null) {
    throw fault(
      'VALIDATION',
      `Did not receive a ${type.toLowerCase()} value to update a field of type ${type.toLowerCase()}`,
    );
  }
  return held;
}

const fieldOf = ({ fields }: Project, id: string): ProjectField => {
  const field = fields.find((one) => one.id === partsOf(id).number);
  if (!field) throw noNode(id);
  return field;
};

/** Changes of the items of projects. */
export function projectMutations(graph: Graph) {
  const open = (id: string): Project => {
    graph.checkScope('projectV2', 'project');
    const project = findProject(graph, id);
    const { account } = graph.call;
    const mayWrite = account === project.owner || account?.organizations.has(project.owner.login) === true;
    if (!mayWrite && graph.call.credential?.kind !== 'installation') throw forbidden();
    return project;
  };
  const changed = (project: Project, item: ProjectItem) => {
    item.updatedAt = graph.world.clock.tick();
    return itemView(graph, project, item);
  };
  const setArchived = (projectId: string, itemId: string, archived: boolean) => {
    const project = open(projectId);
    const item = findItem(project, itemId);
    item.archived = archived;
    return { item: changed(project, item) };
  };
  const contentOf = (id: string) => {
    const kind = partsOf(id).kind === 'PR' ? 'pull' : 'issue';
    const { repo, found } = kind === 'pull' ? findPull(graph, id) : findIssue(graph, id);
    return { kind, repoId: repo.id, number: found.number } as const;
  };
  type OfItem = { projectId: string; itemId: string };
  return {
    addProjectV2ItemById: ({ input }: Input<{ projectId: string; contentId: string }>) => {
      const project = open(input.projectId);
      const item = addItem(graph.world, project, contentOf(input.contentId));
      return { item: itemView(graph, project, item), ...echo(input) };
    },
    addProjectV2DraftIssue: ({ input }: Input<{ projectId: string; title: string; body?: string }>) => {
      const project = open(input.projectId);
      const { title, body = '' } = input;
      const draft = {
        kind: 'draft',
        id: graph.world.nextId(),
        title,
        body,
        creator: graph.call.user,
      } as const;
      return { projectItem: itemView(graph, project, addItem(graph.world, project, draft)), ...echo(input) };
    },
    updateProjectV2ItemFieldValue: ({ input }: Input<OfItem & { fieldId: string; value: Value }>) => {
      const project = open(input.projectId);
      const item = findItem(project, input.itemId);
      const field = fieldOf(project, input.fieldId);
      item.values.set(field.id, valueFor(field, input.value));
      return { projectV2Item: changed(project, item), ...echo(input) };
    },
    clearProjectV2ItemFieldValue: ({ input }: Input<OfItem & { fieldId: string }>) => {
      const project = open(input.projectId);
      const item = findItem(project, input.itemId);
      item.values.delete(fieldOf(project, input.fieldId).id);
      return { projectV2Item: changed(project, item), ...echo(input) };
    },
    deleteProjectV2Item: ({ input }: Input<OfItem>) => {
      const project = open(input.projectId);
      const item = findItem(project, input.itemId);
      project.items.splice(project.items.indexOf(item), 1);
      return { deletedItemId: input.itemId, ...echo(input) };
    },
    archiveProjectV2Item: ({ input }: Input<OfItem>) => ({
      ...setArchived(input.projectId, input.itemId, true),
      ...echo(input),
    }),
    unarchiveProjectV2Item: ({ input }: Input<OfItem>) => ({
      ...setArchived(input.projectId, input.itemId, false),
      ...echo(input),
    }),
  };
}
