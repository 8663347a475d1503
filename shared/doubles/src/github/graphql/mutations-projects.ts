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

type OfItem = { readonly projectId: string; readonly itemId: string };

/** Opens projects that the call may change, and shows what became of their items. */
function projectsOf(graph: Graph) {
  const open = (id: string): Project => {
    graph.checkScope('projectV2', 'project');
    const project = findProject(graph, id);
    const { account } = graph.call;
    const mayWrite = account === project.owner || account?.organizations.has(project.owner.login) === true;
    if (!mayWrite && graph.call.credential?.kind !== 'installation') throw forbidden();
    return project;
  };
  return {
    open,
    openItem({ projectId, itemId }: OfItem) {
      const project = open(projectId);
      return { project, item: findItem(project, itemId) };
    },
    changed(project: Project, item: ProjectItem) {
      item.updatedAt = graph.world.clock.tick();
      return itemView(graph, project, item);
    },
  };
}

/** Changes of which items a project has. */
export function projectMutations(graph: Graph) {
  const { open, openItem, changed } = projectsOf(graph);
  const setArchived = ({ input }: Input<OfItem>, archived: boolean) => {
    const { project, item } = openItem(input);
    item.archived = archived;
    return { item: changed(project, item), ...echo(input) };
  };
  const contentOf = (id: string) => {
    const kind = partsOf(id).kind === 'PR' ? 'pull' : 'issue';
    const { repo, found } = kind === 'pull' ? findPull(graph, id) : findIssue(graph, id);
    return { kind, repoId: repo.id, number: found.number } as const;
  };
  return {
    addProjectV2ItemById: ({ input }: Input<{ projectId: string; contentId: string }>) => {
      const project = open(input.projectId);
      const item = addItem(graph.world, project, contentOf(input.contentId));
      return { item: itemView(graph, project, item), ...echo(input) };
    },
    addProjectV2DraftIssue: ({ input }: Input<{ projectId: string; title: string; body?: string }>) => {
      const project = open(input.projectId);
      const { title, body = '' } = input;
      const id = graph.world.nextId();
      const draft = { kind: 'draft', id, title, body, creator: graph.call.user } as const;
      return { projectItem: itemView(graph, project, addItem(graph.world, project, draft)), ...echo(input) };
    },
    deleteProjectV2Item: ({ input }: Input<OfItem>) => {
      const { project, item } = openItem(input);
      project.items.splice(project.items.indexOf(item), 1);
      return { deletedItemId: input.itemId, ...echo(input) };
    },
    archiveProjectV2Item: (asked: Input<OfItem>) => setArchived(asked, true),
    unarchiveProjectV2Item: (asked: Input<OfItem>) => setArchived(asked, false),
  };
}

/** Changes of what the fields of an item hold. */
export function projectFieldMutations(graph: Graph) {
  const { openItem, changed } = projectsOf(graph);
  return {
    updateProjectV2ItemFieldValue: ({ input }: Input<OfItem & { fieldId: string; value: Value }>) => {
      const { project, item } = openItem(input);
      const field = fieldOf(project, input.fieldId);
      item.values.set(field.id, valueFor(field, input.value));
      return { projectV2Item: changed(project, item), ...echo(input) };
    },
    clearProjectV2ItemFieldValue: ({ input }: Input<OfItem & { fieldId: string }>) => {
      const { project, item } = openItem(input);
      item.values.delete(fieldOf(project, input.fieldId).id);
      return { projectV2Item: changed(project, item), ...echo(input) };
    },
  };
}
