import * as z from 'zod';
import { labelNames } from '../issues/issue-row.ts';
import { loginOf, type User } from '../people/author.ts';
import { lineOf, nameOf } from '../people/text.ts';

/** What is read of a pull request that GitHub lists. */
export interface ListedPull extends Ends {
  readonly number: number;
  readonly title: string;
  readonly state: string;
  readonly draft?: boolean;
  readonly user: User | null;
  readonly author_association: string;
  readonly labels: readonly { readonly name?: string | null }[];
  readonly merged_at: string | null;
  readonly updated_at: string;
}

/** A pull request in a list; labels and draft where there are any. */
export const PullRow = z.looseObject({ number: z.int(), title: z.string() });

export function pullRow(pull: ListedPull) {
  const labels = labelNames(pull.labels);
  return {
    number: pull.number,
    title: lineOf(pull.title),
    state: pull.merged_at ? 'merged' : pull.state,
    ...(pull.draft && { draft: true }),
    author: loginOf(pull.user),
    association: pull.author_association,
    head: headOf(pull),
    base: nameOf(pull.base.ref),
    ...(labels.length > 0 && { labels }),
    updated: pull.updated_at,
  };
}

export interface Ends {
  readonly head: {
    readonly ref: string;
    readonly label?: string;
    readonly repo: { readonly full_name: string } | null;
  };
  readonly base: { readonly ref: string; readonly repo: { readonly full_name: string } };
}

/** The branch; with its repository where that is a fork, or gone. */
export function headOf({ head, base }: Ends): string {
  if (head.repo === null) return `unknown repository:${nameOf(head.ref)}`;
  const fork = head.repo.full_name !== base.repo.full_name;
  return fork ? `${head.repo.full_name}:${nameOf(head.ref)}` : nameOf(head.ref);
}
