import type { GitStore } from '../git/git-store.ts';
import type { Account } from './account.ts';
import type { Issue, IssueComment, Label, Milestone } from './issue.ts';
import type { Pull } from './pull.ts';

export type Role = 'read' | 'triage' | 'write' | 'maintain' | 'admin';

/** A repository: what GitHub knows of it, and the real git repository behind it. */
export interface Repo {
  readonly id: number;
  owner: Account;
  name: string;
  private: boolean;
  description: string | null;
  homepage: string | null;
  language: string | null;
  license: string | null;
  topics: readonly string[];
  isTemplate: boolean;
  archived: boolean;
  disabled: boolean;
  hasIssues: boolean;
  defaultBranch: string;
  readonly parent: Repo | undefined;
  readonly createdAt: string;
  updatedAt: string;
  pushedAt: string;
  readonly git: GitStore;
  /** By login in lower case. The owner is an administrator without being here. */
  readonly collaborators: Map<string, Role>;
  /** Issues and pull requests share their numbers. */
  readonly issues: Map<number, Issue>;
  readonly pulls: Map<number, Pull>;
  readonly comments: Map<number, IssueComment>;
  readonly labels: Map<string, Label>;
  readonly milestones: Map<number, Milestone>;
  readonly protectedBranches: Set<string>;
  nextNumber: number;
}

export const fullNameOf = ({ owner, name }: Repo) => `${owner.login}/${name}`;

const rank: Readonly<Record<Role, number>> = { read: 1, triage: 2, write: 3, maintain: 4, admin: 5 };

export const reaches = (role: Role | undefined, needed: Role) =>
  role !== undefined && rank[role] >= rank[needed];

/** What a user may do in a repository; nothing in a private one of somebody else. */
export function roleIn(repo: Repo, account: Account | undefined): Role | undefined {
  const everyone = repo.private ? undefined : 'read';
  if (account === undefined) return everyone;
  if (account === repo.owner) return 'admin';
  return repo.collaborators.get(account.login.toLowerCase()) ?? everyone;
}
