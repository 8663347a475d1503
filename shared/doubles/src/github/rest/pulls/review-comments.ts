import * as z from 'zod';
import { diffFiles } from '../../git/diff.ts';
import { findDiffLine } from '../../git/hunks.ts';
import type { Call } from '../../http/call.ts';
import { paged } from '../../http/paging.ts';
import { created, invalid, json, noContent, notFound, Refusal } from '../../http/reply.ts';
import { type Route, route } from '../../http/route.ts';
import { reviewCommentJson } from '../../render/review.ts';
import type { Pull, ReviewComment, Side } from '../../state/pull.ts';
import { headOf, mergeBaseOf } from '../../state/pull-git.ts';
import type { Repo } from '../../state/repository.ts';
import { checkMayEdit } from '../issues/issues.ts';
import { pullOfCall } from './pulls.ts';

const side = z.enum(['LEFT', 'RIGHT']);

export const draftBody = z.object({
  path: z.string(),
  body: z.string(),
  line: z.number().optional(),
  position: z.number().optional(),
  side: side.default('RIGHT'),
  start_line: z.number().nullable().optional(),
  start_side: side.nullable().optional(),
  subject_type: z.enum(['line', 'file']).default('line'),
});

type Draft = z.output<typeof draftBody>;

type Unresolved = (field: 'path' | 'line' | 'start_line') => Refusal;

const unresolved: Unresolved = (field) =>
  invalid({
    resource: 'PullRequestReviewComment',
    code: 'custom',
    field: `pull_request_review_thread.${field}`,
    message: `pull_request_review_thread.${field} must be part of the diff`,
  });

/** The lines of the diff a comment is about. @throws Refusal 422 when the diff does not show them */
function placed(
  call: Call,
  pull: Pull,
  draft: Draft,
  refused: Unresolved = unresolved,
): { hunk: string; line: number | null } {
  const files = diffFiles(call.repo.git, mergeBaseOf(call.repo, pull), headOf(call.repo, pull));
  const file = files.find(({ path, previousPath }) => path === draft.path || previousPath === draft.path);
  if (!file) throw refused('path');
  if (draft.subject_type === 'file') return { hunk: file.patch ?? '', line: null };
  const line = draft.line ?? draft.position;
  const at = line === undefined ? undefined : findDiffLine(file, draft.side, line);
  if (!at) throw refused('line');
  const from = draft.start_line;
  if (from !== undefined && from !== null) {
    if (from >= at.line && (draft.start_side ?? draft.side) === draft.side) throw refused('start_line');
    if (!findDiffLine(file, draft.start_side ?? draft.side, from)) throw refused('start_line');
  }
  return { hunk: at.hunk, line: at.line };
}

/** Writes a comment on a line or a file: the first of a new thread. */
export function addReviewComment(call: Call, pull: Pull, reviewId: number, draft: Draft): ReviewComment {
  const { hunk, line } = placed(call, pull, draft);
  const startSide: Side | null = draft.start_line ? (draft.start_side ?? draft.side) : null;
  const comment = record(call, pull, {
    reviewId,
    body: draft.body,
    path: draft.path,
    diffHunk: hunk,
    line,
    side: draft.side,
    startLine: draft.start_line ?? null,
    startSide,
    subject: draft.subject_type,
    inReplyTo: null,
    commit: headOf(call.repo, pull),
  });
  pull.threads.set(comment.id, { id: comment.id, resolved: false, resolvedBy: null });
  return comment;
}

/** Checks the drafts of a review before any is written. @throws Refusal 422 in the form reviews have */
export const checkDrafts = (call: Call, pull: Pull, drafts: readonly Draft[]) => {
  for (const draft of drafts) {
    placed(call, pull, draft, (field) => {
      const what = field === 'path' ? 'Path' : 'Line';
      return new Refusal(422, 'Unprocessable Entity', { errors: [`${what} could not be resolved`] });
    });
  }
};

type Recorded = Omit<ReviewComment, 'id' | 'author' | 'createdAt' | 'updatedAt'>;

function record(call: Call, pull: Pull, parts: Recorded): ReviewComment {
  const now = call.world.clock.tick();
  const comment = { ...parts, id: call.world.nextId(), author: call.user, createdAt: now, updatedAt: now };
  pull.comments.push(comment);
  return comment;
}

/** Answers in the thread of a comment. */
export function replyTo(
  call: Call,
  pull: Pull,
  first: ReviewComment,
  reviewId: number,
  body: string,
): ReviewComment {
  return record(call, pull, { ...first, reviewId, body, inReplyTo: first.inReplyTo ?? first.id });
}

export function newReview(
  call: Call,
  repo: Repo,
  pull: Pull,
  body: string,
  state: 'COMMENTED' | 'PENDING' | 'APPROVED' | 'CHANGES_REQUESTED',
) {
  const review = {
    id: call.world.nextId(),
    author: call.user,
    body,
    state,
    commit: headOf(repo, pull),
    submittedAt: state === 'PENDING' ? null : call.world.clock.tick(),
  };
  pull.reviews.push(review);
  return review;
}

function findComment(call: Call): { pull: Pull; comment: ReviewComment } {
  for (const pull of call.repo.pulls.values()) {
    const comment = pull.comments.find(({ id }) => id === call.number('comment_id'));
    if (comment) return { pull, comment };
  }
  throw notFound();
}

const isVisible = (call: Call, pull: Pull) => (comment: ReviewComment) => {
  const review = pull.reviews.find(({ id }) => id === comment.reviewId);
  return review?.state !== 'PENDING' || review.author === call.account;
};

const createBody = draftBody.extend({ commit_id: z.string().optional(), in_reply_to: z.number().optional() });

function create(call: Call) {
  const pull = pullOfCall(call);
  const { in_reply_to, commit_id, ...draft } = call.body(createBody.partial({ path: true }));
  const first = pull.comments.find(({ id }) => id === in_reply_to);
  if (in_reply_to !== undefined) {
    if (!first) throw notFound();
    const review = newReview(call, call.repo, pull, '', 'COMMENTED');
    return created(
      reviewCommentJson(call, call.repo, pull, replyTo(call, pull, first, review.id, draft.body)),
    );
  }
  if (draft.path === undefined) throw new Refusal(422, 'Invalid request.\n\n"path" wasn\'t supplied.');
  const full = { ...draft, path: draft.path };
  placed(call, pull, full);
  const review = newReview(call, call.repo, pull, '', 'COMMENTED');
  return created(reviewCommentJson(call, call.repo, pull, addReviewComment(call, pull, review.id, full)));
}

const PULLS = '/repos/{owner}/{repo}/pulls';
const PULL = `${PULLS}/{pull_number}`;

export const reviewCommentRoutes: readonly Route[] = [
  route(`GET ${PULL}/comments`, (call) => {
    const pull = pullOfCall(call);
    return paged(call, pull.comments.filter(isVisible(call, pull)), (one) =>
      reviewCommentJson(call, call.repo, pull, one),
    );
  }),
  route(`POST ${PULL}/comments`, create, { role: 'read' }),
  route(
    `POST ${PULL}/comments/{comment_id}/replies`,
    (call) => {
      const pull = pullOfCall(call);
      const first = pull.comments.find(({ id }) => id === call.number('comment_id'));
      if (!first) throw notFound();
      const { body } = call.body(z.object({ body: z.string() }));
      const review = newReview(call, call.repo, pull, '', 'COMMENTED');
      return created(reviewCommentJson(call, call.repo, pull, replyTo(call, pull, first, review.id, body)));
    },
    { role: 'read' },
  ),
  route(`GET ${PULLS}/comments/{comment_id}`, (call) => {
    const { pull, comment } = findComment(call);
    return json(reviewCommentJson(call, call.repo, pull, comment));
  }),
  route(
    `PATCH ${PULLS}/comments/{comment_id}`,
    (call) => {
      const { pull, comment } = findComment(call);
      checkMayEdit(call, comment.author);
      comment.body = call.body(z.object({ body: z.string() })).body;
      comment.updatedAt = call.world.clock.tick();
      return json(reviewCommentJson(call, call.repo, pull, comment));
    },
    { role: 'read' },
  ),
  route(
    `DELETE ${PULLS}/comments/{comment_id}`,
    (call) => {
      const { pull, comment } = findComment(call);
      checkMayEdit(call, comment.author);
      pull.comments.splice(pull.comments.indexOf(comment), 1);
      return noContent;
    },
    { role: 'read' },
  ),
];
