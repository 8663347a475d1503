import * as z from 'zod';
import { loginOf, type User } from '../people/author.ts';
import { lineOf } from '../people/text.ts';

type Label = string | { readonly name?: string | null };

/** What is read of an issue that GitHub lists. */
export interface ListedIssue {
  readonly number: number;
  readonly title: string;
  readonly state: string;
  readonly state_reason?: string | null | undefined;
  readonly user: User | null;
  readonly author_association?: string | undefined;
  readonly labels: readonly Label[];
  readonly assignees?: readonly User[] | null;
  readonly milestone: { readonly title: string } | null;
  readonly comments: number;
  readonly updated_at: string;
}

/** An issue in a list: what every row has; the rest of `IssueRow` comes where there is any. */
export const IssueRow = z.looseObject({ number: z.int(), title: z.string() });

export type IssueRow = {
  readonly number: number;
  readonly title: string;
  readonly state: string;
  readonly author: string;
  readonly association: string;
  readonly labels?: readonly string[];
  readonly assignees?: readonly string[];
  readonly milestone?: string;
  readonly comments: number;
  readonly updated: string;
};

export const issueRow = (issue: ListedIssue): IssueRow => ({
  ...issueHead(issue),
  comments: issue.comments,
  updated: issue.updated_at,
});

/** What a row and a whole issue begin with. */
export function issueHead(issue: ListedIssue) {
  const labels = labelNames(issue.labels);
  const assignees = (issue.assignees ?? []).map(loginOf);
  return {
    number: issue.number,
    title: lineOf(issue.title),
    state: stateOf(issue),
    author: loginOf(issue.user),
    association: issue.author_association ?? 'NONE',
    ...(labels.length > 0 && { labels }),
    ...(assignees.length > 0 && { assignees }),
    ...(issue.milestone && { milestone: lineOf(issue.milestone.title) }),
  };
}

/** `closed: not_planned` says more than `closed`. */
export const stateOf = ({
  state,
  state_reason,
}: {
  state: string;
  state_reason?: string | null | undefined;
}) =>
  state === 'closed' && state_reason && state_reason !== 'completed' ? `closed: ${state_reason}` : state;

export const labelNames = (labels: readonly Label[]): string[] =>
  labels.map((label) => lineOf(typeof label === 'string' ? label : label.name));
