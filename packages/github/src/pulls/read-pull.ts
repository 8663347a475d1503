import * as z from 'zod';
import { labelNames } from '../issues/issue-row.ts';
import { authorOf, loginOf, type User } from '../people/author.ts';
import { bodyText, lineOf, nameOf } from '../people/text.ts';
import type { ToolContext } from '../services.ts';
import type { WhichPull } from './pull-files.ts';
import { type Ends, headOf, type ListedPull } from './pull-row.ts';

/** What is read of a pull request that GitHub gives alone. */
export interface GivenPull extends ListedPull {
  readonly head: Ends['head'] & {
    readonly sha: string;
    readonly user: { readonly id: number | bigint; readonly login: string } | null;
  };
  readonly node_id: string;
  readonly merged: boolean;
  readonly merge_commit_sha?: string | null;
  readonly mergeable: boolean | null;
  readonly mergeable_state: string;
  readonly assignees?: readonly User[] | null;
  readonly requested_reviewers?: readonly User[] | null;
  readonly requested_teams?: readonly { readonly slug: string }[] | null;
  readonly additions: number;
  readonly deletions: number;
  readonly changed_files: number;
  readonly commits: number;
  readonly created_at: string;
  readonly body: string | null;
}

/** One pull request whole: what a caller can rely on; labels, people, counts and times beside it. */
export const Pull = z.looseObject({
  number: z.int(),
  title: z.string(),
  headSha: z.string(),
  body: z.string(),
});

const BODY_BYTES = 12_000;

/**
 * @throws ToolError `forbidden` in lockdown, where its author may not push
 */
export async function readPull(which: WhichPull, context: ToolContext): Promise<GivenPull> {
  const { data } = await context.request('GET /repos/{owner}/{repo}/pulls/{pull_number}', { ...which });
  await context.lockdown.demand(context, which, authorOf(data));
  // What is in a fork is its owner's, whoever asks to pull it.
  if (data.head.repo?.full_name !== data.base.repo.full_name) {
    await context.lockdown.demand(context, which, authorOf(data.head));
  }
  return data;
}

export function pullOf(pull: GivenPull) {
  const labels = labelNames(pull.labels);
  const assignees = (pull.assignees ?? []).map(loginOf);
  const teams = (pull.requested_teams ?? []).map(({ slug }) => `team ${slug}`);
  const reviewers = [...(pull.requested_reviewers ?? []).map(loginOf), ...teams];
  return {
    number: pull.number,
    title: lineOf(pull.title),
    state: pull.merged ? 'merged' : pull.state,
    ...(pull.draft && { draft: true }),
    author: loginOf(pull.user),
    association: pull.author_association,
    head: headOf(pull),
    headSha: pull.head.sha,
    base: nameOf(pull.base.ref),
    ...mergeabilityOf(pull),
    additions: pull.additions,
    deletions: pull.deletions,
    changedFiles: pull.changed_files,
    commits: pull.commits,
    ...(labels.length > 0 && { labels }),
    ...(assignees.length > 0 && { assignees }),
    ...(reviewers.length > 0 && { reviewers }),
    created: pull.created_at,
    ...(pull.updated_at !== pull.created_at && { updated: pull.updated_at }),
    ...(pull.merged_at && { merged: pull.merged_at }),
    ...bodyText(pull.body, BODY_BYTES),
  };
}

/** Whether an open one can be merged: GitHub's state of that says it, but for conflicts it has no word for. */
function mergeabilityOf({ state, mergeable, mergeable_state }: GivenPull) {
  if (state !== 'open') return {};
  const conflicts = mergeable === false && mergeable_state !== 'dirty';
  return { mergeableState: mergeable_state, ...(conflicts && { conflicts }) };
}
