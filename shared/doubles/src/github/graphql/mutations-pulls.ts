import { newReview, replyTo } from '../rest/pulls/review-comments.ts';
import { happen } from '../state/make-issue.ts';
import { issueOf } from '../state/pull-git.ts';
import { forbidden, noNode } from './fault.ts';
import { findPull, findThread } from './find-node.ts';
import type { Graph } from './graph.ts';
import { pullView, reviewCommentView, threadView } from './view-pull.ts';

interface Input<T> {
  readonly input: T & { readonly clientMutationId?: string };
}

/** Changes of review threads and of drafts. */
export function pullMutations(graph: Graph) {
  const setResolved = (threadId: string, resolved: boolean) => {
    const { repo, pull, thread } = findThread(graph, threadId);
    const isOwn = issueOf(repo, pull).author === graph.call.account;
    if (!graph.canWrite(repo) && !isOwn) throw forbidden();
    thread.resolved = resolved;
    thread.resolvedBy = resolved ? graph.call.user : null;
    return { thread: threadView(graph, repo, pull, thread) };
  };
  const setDraft = (id: string, draft: boolean) => {
    const { repo, found: pull } = findPull(graph, id);
    if (!graph.canWrite(repo) && issueOf(repo, pull).author !== graph.call.account) throw forbidden();
    pull.draft = draft;
    happen(
      graph.world,
      issueOf(repo, pull),
      draft ? 'convert_to_draft' : 'ready_for_review',
      graph.call.user,
    );
    return { pullRequest: pullView(graph, repo, pull) };
  };
  return {
    resolveReviewThread: ({ input }: Input<{ threadId: string }>) => ({
      ...setResolved(input.threadId, true),
      ...echo(input),
    }),
    unresolveReviewThread: ({ input }: Input<{ threadId: string }>) => ({
      ...setResolved(input.threadId, false),
      ...echo(input),
    }),
    markPullRequestReadyForReview: ({ input }: Input<{ pullRequestId: string }>) => ({
      ...setDraft(input.pullRequestId, false),
      ...echo(input),
    }),
    convertPullRequestToDraft: ({ input }: Input<{ pullRequestId: string }>) => ({
      ...setDraft(input.pullRequestId, true),
      ...echo(input),
    }),
    addPullRequestReviewThreadReply: ({
      input,
    }: Input<{ pullRequestReviewThreadId: string; body: string }>) => {
      const { repo, pull, thread } = findThread(graph, input.pullRequestReviewThreadId);
      const first = pull.comments.find(({ id }) => id === thread.id);
      if (!first) throw noNode(input.pullRequestReviewThreadId);
      const review = newReview(graph.call, repo, pull, '', 'COMMENTED');
      const comment = replyTo(graph.call, pull, first, review.id, input.body);
      return { comment: reviewCommentView(graph, repo, pull, comment), ...echo(input) };
    },
  };
}

/** GitHub gives the client's own id back. */
export const echo = ({ clientMutationId }: { readonly clientMutationId?: string }) => ({ clientMutationId });
