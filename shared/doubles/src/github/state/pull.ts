import type { Account } from './account.ts';
import type { Repo } from './repository.ts';

export interface Review {
  readonly id: number;
  readonly author: Account | null;
  body: string;
  state: 'PENDING' | 'COMMENTED' | 'APPROVED' | 'CHANGES_REQUESTED' | 'DISMISSED';
  readonly commit: string;
  submittedAt: string | null;
}

export type Side = 'LEFT' | 'RIGHT';

/** A comment on a line or on a file of a pull request. */
export interface ReviewComment {
  readonly id: number;
  readonly reviewId: number;
  readonly author: Account | null;
  body: string;
  readonly path: string;
  readonly commit: string;
  readonly diffHunk: string;
  readonly line: number | null;
  readonly side: Side;
  readonly startLine: number | null;
  readonly startSide: Side | null;
  readonly subject: 'line' | 'file';
  /** The first comment of the thread; of the first itself, nothing. */
  readonly inReplyTo: number | null;
  readonly createdAt: string;
  updatedAt: string;
}

/** A thread, by the id of its first comment. */
export interface ReviewThread {
  readonly id: number;
  resolved: boolean;
  resolvedBy: Account | null;
}

export interface Pull {
  readonly id: number;
  readonly number: number;
  draft: boolean;
  base: string;
  /** The repository the changes come from; null when it is gone. */
  headRepo: Repo | null;
  readonly head: string;
  mergedAt: string | null;
  mergedBy: Account | null;
  mergeCommit: string | null;
  /** Where base and head were when it was merged. */
  mergedFrom: { readonly base: string; readonly head: string } | null;
  requestedReviewers: readonly Account[];
  readonly reviews: Review[];
  readonly comments: ReviewComment[];
  readonly threads: Map<number, ReviewThread>;
}
