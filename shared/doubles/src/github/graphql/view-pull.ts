import { diffFiles } from '../git/diff.ts';
import { findDiffLine } from '../git/hunks.ts';
import { associationOf } from '../render/issue.ts';
import type { Issue } from '../state/issue.ts';
import type { Pull, ReviewComment, ReviewThread } from '../state/pull.ts';
import { baseOf, headOf, issueOf, mergeBaseOf } from '../state/pull-git.ts';
import { fullNameOf, type Repo } from '../state/repository.ts';
import { nodeId } from '../state/world.ts';
import { connection, type PageArguments } from './connection.ts';
import type { Graph } from './graph.ts';
import { maybeAccountView } from './view-account.ts';
import { issueView, sharedView } from './view-issue.ts';
import { repositoryView } from './view-repository.ts';

/** The issues a pull request says it closes. */
export function closingIssues(repo: Repo, pull: Pull): readonly Issue[] {
  const body = issueOf(repo, pull).body ?? '';
  const numbers = [...body.matchAll(/\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?) #(\d+)/gi)].map(
    ([, number]) => Number(number),
  );
  return numbers.flatMap((number) => (repo.pulls.has(number) ? [] : (repo.issues.get(number) ?? [])));
}

function decisionOf(repo: Repo, pull: Pull): string | null {
  const verdicts = new Map(
    pull.reviews
      .filter(({ state }) => state === 'APPROVED' || state === 'CHANGES_REQUESTED')
      .map((one) => [one.author, one.state] as const),
  );
  if ([...verdicts.values()].includes('CHANGES_REQUESTED')) return 'CHANGES_REQUESTED';
  if ([...verdicts.values()].includes('APPROVED')) return 'APPROVED';
  return repo.protectedBranches.has(pull.base) ? 'REVIEW_REQUIRED' : null;
}

export function pullView(graph: Graph, repo: Repo, pull: Pull): object {
  const issue = issueOf(repo, pull);
  return {
    __typename: 'PullRequest',
    id: nodeId('PR', pull.id),
    databaseId: pull.id,
    fullDatabaseId: String(pull.id),
    url: graph.url(`${fullNameOf(repo)}/pull/${pull.number}`),
    ...sharedView(graph, repo, issue),
    state: pull.mergedAt === null ? issue.state.toUpperCase() : 'MERGED',
    isDraft: pull.draft,
    merged: pull.mergedAt !== null,
    baseRefName: pull.base,
    baseRefOid: () => baseOf(repo, pull),
    headRefName: pull.head,
    headRefOid: () => headOf(repo, pull),
    reviewDecision: () => decisionOf(repo, pull),
    closingIssuesReferences: (page: PageArguments) =>
      connection(closingIssues(repo, pull), page, (one) => issueView(graph, repo, one)),
    reviewThreads: (page: PageArguments) =>
      connection([...pull.threads.values()], page, (one) => threadView(graph, repo, pull, one)),
  };
}

/** The comments of a thread, oldest first; those of somebody else's pending review are not shown. */
const commentsOf = (graph: Graph, pull: Pull, { id }: ReviewThread) =>
  pull.comments.filter((one) => {
    if (one.id !== id && one.inReplyTo !== id) return false;
    const review = pull.reviews.find((held) => held.id === one.reviewId);
    return review?.state !== 'PENDING' || review.author === graph.call.account;
  });

/** Whether the diff no longer shows the line a comment is about as it was. */
function isOutdated(repo: Repo, pull: Pull, comment: ReviewComment | undefined): boolean {
  if (comment === undefined || comment.line === null) return false;
  const files = diffFiles(repo.git, mergeBaseOf(repo, pull), headOf(repo, pull));
  const file = files.find(({ path }) => path === comment.path);
  const now = file && findDiffLine(file, comment.side, comment.line);
  const lastLine = (hunk: string | undefined) => hunk?.split('\n').at(-1);
  return lastLine(now?.hunk) !== lastLine(comment.diffHunk);
}

export function threadView(graph: Graph, repo: Repo, pull: Pull, thread: ReviewThread): object {
  const first = pull.comments.find(({ id }) => id === thread.id);
  const mayResolve = graph.canWrite(repo) || issueOf(repo, pull).author === graph.call.account;
  const line = first?.line ?? null;
  const outdated = isOutdated(repo, pull, first);
  return {
    __typename: 'PullRequestReviewThread',
    id: nodeId('PRRT', thread.id),
    isResolved: thread.resolved,
    isOutdated: outdated,
    isCollapsed: thread.resolved || outdated,
    path: first?.path ?? '',
    line: outdated ? null : line,
    originalLine: line,
    startLine: outdated ? null : (first?.startLine ?? null),
    originalStartLine: first?.startLine ?? null,
    diffSide: first?.side ?? 'RIGHT',
    startDiffSide: first?.startSide ?? null,
    subjectType: (first?.subject ?? 'line').toUpperCase(),
    resolvedBy: () => maybeAccountView(graph, thread.resolvedBy),
    viewerCanReply: !issueOf(repo, pull).locked,
    viewerCanResolve: mayResolve && !thread.resolved,
    viewerCanUnresolve: mayResolve && thread.resolved,
    pullRequest: () => pullView(graph, repo, pull),
    repository: () => repositoryView(graph, repo),
    comments: (page: PageArguments) =>
      connection(commentsOf(graph, pull, thread), page, (one) => reviewCommentView(graph, repo, pull, one)),
  };
}

export function reviewCommentView(graph: Graph, repo: Repo, pull: Pull, comment: ReviewComment): object {
  const review = pull.reviews.find(({ id }) => id === comment.reviewId);
  const first = pull.comments.find(({ id }) => id === comment.inReplyTo);
  const outdated = isOutdated(repo, pull, first ?? comment);
  return {
    __typename: 'PullRequestReviewComment',
    id: nodeId('PRRC', comment.id),
    databaseId: comment.id,
    fullDatabaseId: String(comment.id),
    body: comment.body,
    url: graph.url(`${fullNameOf(repo)}/pull/${pull.number}#discussion_r${comment.id}`),
    diffHunk: comment.diffHunk,
    path: comment.path,
    line: outdated ? null : comment.line,
    originalLine: comment.line,
    startLine: comment.startLine,
    outdated,
    isMinimized: false,
    minimizedReason: null,
    state: review?.state === 'PENDING' ? 'PENDING' : 'SUBMITTED',
    author: () => maybeAccountView(graph, comment.author),
    authorAssociation: associationOf(repo, comment.author),
    createdAt: comment.createdAt,
    updatedAt: comment.updatedAt,
    replyTo: () => (first ? reviewCommentView(graph, repo, pull, first) : null),
    pullRequestReview: review && {
      id: nodeId('PRR', review.id),
      databaseId: review.id,
      fullDatabaseId: String(review.id),
      state: review.state,
      body: review.body,
      author: () => maybeAccountView(graph, review.author),
    },
  };
}
