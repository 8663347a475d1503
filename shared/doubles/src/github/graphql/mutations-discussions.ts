import { addDiscussionComment, type Discussion, discussionsOf, makeDiscussion } from '../state/discussion.ts';
import type { Repo } from '../state/repository.ts';
import { forbidden, noNode } from './fault.ts';
import { findDiscussion, findDiscussionComment, findRepo, partsOf } from './find-node.ts';
import type { Graph } from './graph.ts';
import { echo } from './mutations-pulls.ts';
import { commentView, discussionView } from './view-discussion.ts';

interface Input<T> {
  readonly input: T & { readonly clientMutationId?: string };
}

const categoryOf = (repo: Repo, id: string) => {
  const category = discussionsOf(repo).categories.find((one) => one.id === partsOf(id).number);
  if (!category) throw noNode(id);
  return category;
};

const mayEdit =
  (graph: Graph) =>
  (repo: Repo, { author }: Pick<Discussion, 'author'>): void => {
    if (!graph.canWrite(repo) && author !== graph.call.account) throw forbidden();
  };

/** Discussions that are begun, and what they say. */
export function discussionMutations(graph: Graph) {
  const checkMayEdit = mayEdit(graph);
  return {
    createDiscussion: ({
      input,
    }: Input<{ repositoryId: string; title: string; body: string; categoryId: string }>) => {
      const repo = findRepo(graph, input.repositoryId);
      const { title, body } = input;
      const category = categoryOf(repo, input.categoryId);
      const made = makeDiscussion(graph.world, repo, { title, body, author: graph.call.user, category });
      return { discussion: discussionView(graph, repo, made), ...echo(input) };
    },
    updateDiscussion: ({
      input,
    }: Input<{ discussionId: string; title?: string; body?: string; categoryId?: string }>) => {
      const { repo, found } = findDiscussion(graph, input.discussionId);
      checkMayEdit(repo, found);
      found.title = input.title ?? found.title;
      found.body = input.body ?? found.body;
      if (input.categoryId) found.category = categoryOf(repo, input.categoryId);
      found.updatedAt = graph.world.clock.tick();
      return { discussion: discussionView(graph, repo, found), ...echo(input) };
    },
  };
}

/** Which comment answers a discussion, and whether it is open. */
export function discussionStateMutations(graph: Graph) {
  const checkMayEdit = mayEdit(graph);
  const setAnswer = (id: string, isAnswer: boolean) => {
    const { repo, discussion, comment } = findDiscussionComment(graph, id);
    checkMayEdit(repo, discussion);
    discussion.answer = isAnswer ? comment.id : null;
    discussion.answeredBy = isAnswer ? graph.call.user : null;
    return { discussion: discussionView(graph, repo, discussion) };
  };
  const setClosed = (id: string, reason: Discussion['closeReason']) => {
    const { repo, found } = findDiscussion(graph, id);
    checkMayEdit(repo, found);
    found.closedAt = reason === null ? null : graph.world.clock.tick();
    found.closeReason = reason;
    return { discussion: discussionView(graph, repo, found) };
  };
  return {
    markDiscussionCommentAsAnswer: ({ input }: Input<{ id: string }>) => ({
      ...setAnswer(input.id, true),
      ...echo(input),
    }),
    unmarkDiscussionCommentAsAnswer: ({ input }: Input<{ id: string }>) => ({
      ...setAnswer(input.id, false),
      ...echo(input),
    }),
    closeDiscussion: ({
      input,
    }: Input<{ discussionId: string; reason: 'DUPLICATE' | 'OUTDATED' | 'RESOLVED' }>) => ({
      ...setClosed(input.discussionId, input.reason),
      ...echo(input),
    }),
    reopenDiscussion: ({ input }: Input<{ discussionId: string }>) => ({
      ...setClosed(input.discussionId, null),
      ...echo(input),
    }),
  };
}

/** Changes of the comments on them. */
export function discussionCommentMutations(graph: Graph) {
  const checkMayEdit = mayEdit(graph);
  return {
    addDiscussionComment: ({ input }: Input<{ discussionId: string; body: string; replyToId?: string }>) => {
      const { repo, found } = findDiscussion(graph, input.discussionId);
      if (found.locked && !graph.canWrite(repo)) throw forbidden();
      const parent = input.replyToId ? findDiscussionComment(graph, input.replyToId).comment.id : null;
      const comment = addDiscussionComment(graph.world, found, graph.call.user, input.body, parent);
      return { comment: commentView(graph, repo, found, comment), ...echo(input) };
    },
    updateDiscussionComment: ({ input }: Input<{ commentId: string; body: string }>) => {
      const { repo, discussion, comment } = findDiscussionComment(graph, input.commentId);
      checkMayEdit(repo, comment);
      comment.body = input.body;
      return { comment: commentView(graph, repo, discussion, comment), ...echo(input) };
    },
    deleteDiscussionComment: ({ input }: Input<{ id: string }>) => {
      const { repo, discussion, comment } = findDiscussionComment(graph, input.id);
      checkMayEdit(repo, comment);
      discussion.comments.splice(discussion.comments.indexOf(comment), 1);
      return { comment: commentView(graph, repo, discussion, comment), ...echo(input) };
    },
  };
}
