import type { Account } from './account.ts';

export interface Label {
  readonly id: number;
  name: string;
  color: string;
  description: string | null;
}

export interface Milestone {
  readonly id: number;
  readonly number: number;
  title: string;
  description: string | null;
  state: 'open' | 'closed';
  dueOn: string | null;
  readonly creator: Account;
  readonly createdAt: string;
  updatedAt: string;
  closedAt: string | null;
}

export interface IssueComment {
  readonly id: number;
  readonly issueNumber: number;
  /** Nobody, when the account is gone. */
  readonly author: Account | null;
  body: string;
  readonly createdAt: string;
  updatedAt: string;
}

/** Something that happened to an issue, as the timeline shows it. */
export interface TimelineEvent {
  readonly id: number;
  readonly event: string;
  readonly actor: Account | null;
  readonly createdAt: string;
  readonly more: Readonly<Record<string, unknown>>;
}

/** An issue, or the issue side of a pull request. */
export interface Issue {
  readonly id: number;
  readonly number: number;
  title: string;
  body: string | null;
  readonly author: Account | null;
  state: 'open' | 'closed';
  stateReason: 'completed' | 'not_planned' | 'reopened' | 'duplicate' | null;
  locked: boolean;
  assignees: readonly Account[];
  /** Names of labels of the repository. */
  labels: readonly string[];
  milestone: number | null;
  readonly createdAt: string;
  updatedAt: string;
  closedAt: string | null;
  closedBy: Account | null;
  /** Numbers of issues below this one, in order. */
  subIssues: readonly number[];
  parent: number | null;
  readonly timeline: TimelineEvent[];
}
