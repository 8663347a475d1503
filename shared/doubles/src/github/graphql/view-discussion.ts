import { associationOf } from '../render/issue.ts';
import type { Discussion, DiscussionCategory, DiscussionComment } from '../state/discussion.ts';
import { fullNameOf, type Repo } from '../state/repository.ts';
import { nodeId } from '../state/world.ts';
import { connection, type PageArguments } from './connection.ts';
import type { Graph } from './graph.ts';
import { maybeAccountView } from './view-account.ts';
import { repositoryView } from './view-repository.ts';

export const categoryView = ({ id, name, isAnswerable }: DiscussionCategory) => ({
  __typename: 'DiscussionCategory',
  id: nodeId('DIC', id),
  name,
  slug: name.toLowerCase().replaceAll(/[^a-z]+/g, '-'),
  description: null,
  emoji: ':speech_balloon:',
  isAnswerable,
});

export function discussionView(graph: Graph, repo: Repo, discussion: Discussion): object {
  const answer = discussion.comments.find(({ id }) => id === discussion.answer);
  const top = discussion.comments.filter(({ replyTo }) => replyTo === null);
  return {
    __typename: 'Discussion',
    id: nodeId('D', discussion.id),
    databaseId: discussion.id,
    number: discussion.number,
    title: discussion.title,
    body: discussion.body,
    url: graph.url(`${fullNameOf(repo)}/discussions/${discussion.number}`),
    author: () => maybeAccountView(graph, discussion.author),
    authorAssociation: associationOf(repo, discussion.author),
    category: categoryView(discussion.category),
    createdAt: discussion.createdAt,
    updatedAt: discussion.updatedAt,
    closed: discussion.closedAt !== null,
    closedAt: discussion.closedAt,
    locked: discussion.locked,
    stateReason: discussion.closeReason,
    upvoteCount: 1,
    isAnswered: discussion.category.isAnswerable ? discussion.answer !== null : null,
    answer: () => (answer ? commentView(graph, repo, discussion, answer) : null),
    answerChosenAt: answer ? discussion.updatedAt : null,
    answerChosenBy: () => maybeAccountView(graph, discussion.answeredBy),
    labels: (page: PageArguments) => connection([], page, () => null),
    comments: (page: PageArguments) =>
      connection(top, page, (one) => commentView(graph, repo, discussion, one)),
    repository: () => repositoryView(graph, repo),
  };
}

export function commentView(
  graph: Graph,
  repo: Repo,
  discussion: Discussion,
  comment: DiscussionComment,
): object {
  const parent = discussion.comments.find(({ id }) => id === comment.replyTo);
  const replies = discussion.comments.filter(({ replyTo }) => replyTo === comment.id);
  return {
    __typename: 'DiscussionComment',
    id: nodeId('DC', comment.id),
    databaseId: comment.id,
    body: comment.body,
    url: graph.url(`${fullNameOf(repo)}/discussions/${discussion.number}#discussioncomment-${comment.id}`),
    author: () => maybeAccountView(graph, comment.author),
    authorAssociation: associationOf(repo, comment.author),
    createdAt: comment.createdAt,
    updatedAt: comment.createdAt,
    isAnswer: discussion.answer === comment.id,
    upvoteCount: 1,
    isMinimized: false,
    minimizedReason: null,
    replyTo: () => (parent ? commentView(graph, repo, discussion, parent) : null),
    discussion: () => discussionView(graph, repo, discussion),
    replies: (page: PageArguments) =>
      connection(replies, page, (one) => commentView(graph, repo, discussion, one)),
  };
}
