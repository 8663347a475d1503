import type { Call } from '../http/call.ts';
import type { Pull, Review, ReviewComment } from '../state/pull.ts';
import type { Repo } from '../state/repository.ts';
import { nodeId } from '../state/world.ts';
import { associationOf, reactionsJson } from './issue.ts';
import { repoHtml, repoUrl } from './repository.ts';
import { maybeUserJson } from './user.ts';

export function reviewJson(call: Call, repo: Repo, pull: Pull, review: Review) {
  const pullUrl = `${repoUrl(call, repo)}/pulls/${pull.number}`;
  const html = `${repoHtml(call, repo)}/pull/${pull.number}#pullrequestreview-${review.id}`;
  return {
    id: review.id,
    node_id: nodeId('PRR', review.id),
    user: maybeUserJson(call, review.author),
    body: review.body,
    state: review.state,
    html_url: html,
    pull_request_url: pullUrl,
    author_association: associationOf(repo, review.author),
    _links: { html: { href: html }, pull_request: { href: pullUrl } },
    ...(review.submittedAt !== null && { submitted_at: review.submittedAt }),
    commit_id: review.commit,
  };
}

export function reviewCommentJson(call: Call, repo: Repo, pull: Pull, comment: ReviewComment) {
  const pullUrl = `${repoUrl(call, repo)}/pulls/${pull.number}`;
  const url = `${repoUrl(call, repo)}/pulls/comments/${comment.id}`;
  const html = `${repoHtml(call, repo)}/pull/${pull.number}#discussion_r${comment.id}`;
  const position = Math.max(1, comment.diffHunk.split('\n').length - 1);
  return {
    url,
    pull_request_review_id: comment.reviewId,
    id: comment.id,
    node_id: nodeId('PRRC', comment.id),
    diff_hunk: comment.diffHunk,
    path: comment.path,
    commit_id: comment.commit,
    original_commit_id: comment.commit,
    user: maybeUserJson(call, comment.author),
    body: comment.body,
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    html_url: html,
    pull_request_url: pullUrl,
    author_association: associationOf(repo, comment.author),
    _links: { self: { href: url }, html: { href: html }, pull_request: { href: pullUrl } },
    reactions: reactionsJson(url),
    start_line: comment.startLine,
    original_start_line: comment.startLine,
    start_side: comment.startSide,
    ...(comment.line !== null && { line: comment.line, original_line: comment.line }),
    side: comment.side,
    position,
    original_position: position,
    ...(comment.inReplyTo !== null && { in_reply_to_id: comment.inReplyTo }),
    subject_type: comment.subject,
  };
}
