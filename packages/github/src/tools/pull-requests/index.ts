import { createPullRequest } from './create-pull-request.ts';
import { createReview } from './create-review.ts';
import { getPullRequest } from './get-pull-request.ts';
import { getPullRequestChecks } from './get-pull-request-checks.ts';
import { getPullRequestDiff } from './get-pull-request-diff.ts';
import { listPullRequests } from './list-pull-requests.ts';
import { listReviewThreads } from './list-review-threads.ts';
import { replyToReviewThread } from './reply-to-review-thread.ts';
import { resolveReviewThread } from './resolve-review-thread.ts';
import { searchPullRequests } from './search-pull-requests.ts';
import { updatePullRequest } from './update-pull-request.ts';

export const pullRequestsTools = [
  listPullRequests,
  searchPullRequests,
  getPullRequest,
  getPullRequestDiff,
  listReviewThreads,
  getPullRequestChecks,
  createPullRequest,
  updatePullRequest,
  createReview,
  replyToReviewThread,
  resolveReviewThread,
];
