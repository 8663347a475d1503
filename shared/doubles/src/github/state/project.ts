import type { Account } from './account.ts';
import { per } from './per.ts';
import type { World } from './world.ts';

export interface SelectOption {
  readonly id: string;
  readonly name: string;
}

export interface Iteration {
  readonly id: string;
  readonly title: string;
  readonly startDate: string;
  /** In days. */
  readonly duration: number;
}

export interface ProjectField {
  readonly id: number;
  readonly name: string;
  readonly type: 'TITLE' | 'TEXT' | 'NUMBER' | 'DATE' | 'SINGLE_SELECT' | 'ITERATION';
  readonly options: readonly SelectOption[];
  readonly iterations: readonly Iteration[];
}

export type ItemContent =
  | { readonly kind: 'issue' | 'pull'; readonly repoId: number; readonly number: number }
  | {
      readonly kind: 'draft';
      readonly id: number;
      readonly title: string;
      readonly body: string;
      readonly creator: Account;
    };

export interface ProjectItem {
  readonly id: number;
  readonly content: ItemContent;
  archived: boolean;
  readonly createdAt: string;
  updatedAt: string;
  /** By the id of the field; of choices and iterations, the id of what is chosen. */
  readonly values: Map<number, string | number>;
}

export interface Project {
  readonly id: number;
  readonly number: number;
  readonly owner: Account;
  readonly title: string;
  readonly description: string | null;
  readonly public: boolean;
  readonly createdAt: string;
  readonly fields: readonly ProjectField[];
  readonly items: ProjectItem[];
}

export const projectsOf = per((_world: World) => new Map<number, Project>());

/** What a field is: its type, or the names of its choices, or its iterations. */
export type FieldSeed =
  | 'text'
  | 'number'
  | 'date'
  | readonly string[]
  | { readonly iterations: readonly Omit<Iteration, 'id'>[] };

export interface ProjectSeed {
  readonly title: string;
  readonly description?: string;
  readonly public?: boolean;
  /** Besides `Title`, which every project has; `Status` with three choices, unless told. */
  readonly fields?: Readonly<Record<string, FieldSeed>>;
}

export function makeProject(world: World, owner: Account, seed: ProjectSeed): Project {
  const projects = projectsOf(world);
  const fields = { Status: ['Todo', 'In Progress', 'Done'], ...seed.fields };
  const project: Project = {
    id: world.nextId(),
    number: [...projects.values()].filter((one) => one.owner === owner).length + 1,
    owner,
    title: seed.title,
    description: seed.description ?? null,
    public: seed.public ?? true,
    createdAt: world.clock.tick(),
    fields: [
      { id: world.nextId(), name: 'Title', type: 'TITLE', options: [], iterations: [] },
      ...Object.entries(fields).map(([name, field]) => makeField(world, name, field)),
    ],
    items: [],
  };
  projects.set(project.id, project);
  return project;
}

const types = { text: 'TEXT', number: 'NUMBER', date: 'DATE' } as const;

function makeField(world: World, name: string, seed: FieldSeed): ProjectField {
  const id = world.nextId();
  const base = { id, name, options: [], iterations: [] };
  if (typeof seed === 'string') return { ...base, type: types[seed] };
  if ('iterations' in seed) {
    return {
      ...base,
      type: 'ITERATION',
      iterations: seed.iterations.map((one, at) => ({ ...one, id: `it${id}${at}` })),
    };
  }
  return {
    ...base,
    type: 'SINGLE_SELECT',
    options: seed.map((option, at) => ({ id: `op${id}${at}`, name: option })),
  };
}

/** Adds something to a project; what is there already stays one item. */
export function addItem(world: World, project: Project, content: ItemContent): ProjectItem {
  const same = project.items.find(
    ({ content: held }) =>
      held.kind !== 'draft' &&
      content.kind !== 'draft' &&
      held.repoId === content.repoId &&
      held.number === content.number,
  );
  if (same) return same;
  const now = world.clock.tick();
  const item: ProjectItem = {
    id: world.nextId(),
    content,
    archived: false,
    createdAt: now,
    updatedAt: now,
    values: new Map(),
  };
  project.items.push(item);
  return item;
}
