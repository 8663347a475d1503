import { GitStore } from '../git/git-store.ts';
import type { Account } from './account.ts';
import type { Repo, Role } from './repository.ts';
import type { World } from './world.ts';

/** What can be said about a repository when it is made; the rest gets a default. */
export interface RepositorySettings {
  readonly private?: boolean;
  readonly description?: string | null;
  readonly homepage?: string | null;
  readonly language?: string | null;
  /** An SPDX identifier. */
  readonly license?: string | null;
  readonly topics?: readonly string[];
  readonly isTemplate?: boolean;
  readonly archived?: boolean;
  readonly disabled?: boolean;
  readonly hasIssues?: boolean;
  readonly defaultBranch?: string;
  /** By login. */
  readonly collaborators?: Readonly<Record<string, Role>>;
}

/** A new, empty repository; with a parent, a fork that has what the parent has. */
export function makeRepository(
  world: World,
  owner: Account,
  name: string,
  settings: RepositorySettings = {},
  parent?: Repo,
): Repo {
  const now = world.clock.tick();
  const collaborators = Object.entries(settings.collaborators ?? {});
  const repo: Repo = {
    id: world.nextId(),
    owner,
    name,
    private: settings.private ?? false,
    description: settings.description ?? null,
    homepage: settings.homepage ?? null,
    language: settings.language ?? null,
    license: settings.license ?? null,
    topics: settings.topics ?? [],
    isTemplate: settings.isTemplate ?? false,
    archived: settings.archived ?? false,
    disabled: settings.disabled ?? false,
    hasIssues: settings.hasIssues ?? true,
    defaultBranch: settings.defaultBranch ?? parent?.defaultBranch ?? 'main',
    parent,
    createdAt: now,
    updatedAt: now,
    pushedAt: now,
    git: new GitStore(world.folder, parent?.git),
    collaborators: new Map(
      collaborators.map(([login, role]) => [world.account(login).login.toLowerCase(), role]),
    ),
    issues: new Map(),
    pulls: new Map(),
    comments: new Map(),
    labels: new Map(),
    milestones: new Map(),
    protectedBranches: new Set(),
    nextNumber: 1,
  };
  world.addRepo(repo);
  return repo;
}
