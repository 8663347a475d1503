import * as z from 'zod';
import { bodyText, lineOf } from '../people/text.ts';
import { issueHead, type ListedIssue } from './issue-row.ts';

/** What is read of an issue that GitHub gives alone. */
export interface GivenIssue extends ListedIssue {
  readonly type?: { readonly name: string } | null;
  readonly locked: boolean;
  readonly pull_request?: unknown;
  readonly created_at: string;
  readonly closed_at: string | null;
  readonly body?: string | null;
}

/** One issue whole: what every one has. Author, times, labels and the like stand beside it. */
export const Issue = z.looseObject({
  number: z.int(),
  title: z.string(),
  body: z.string(),
});

/** Bytes of the body when it is asked for alone. */
export const BODY_BYTES = 16_000;

export const issueOf = (issue: GivenIssue, bodyBytes: number) => ({
  ...issueHead(issue),
  ...(issue.type && { type: lineOf(issue.type.name) }),
  ...(issue.locked && { locked: true }),
  ...(issue.pull_request !== undefined && { pullRequest: true }),
  commentCount: issue.comments,
  created: issue.created_at,
  updated: issue.updated_at,
  ...(issue.closed_at && { closed: issue.closed_at }),
  ...bodyText(issue.body, bodyBytes),
});
