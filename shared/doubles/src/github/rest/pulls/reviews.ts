import * as z from 'zod';
import type { Call } from '../../http/call.ts';
import { paged } from '../../http/paging.ts';
import { created, json, notFound, Refusal, type Reply } from '../../http/reply.ts';
import { type Route, route } from '../../http/route.ts';
import { fullPullJson, pullJson } from '../../render/pull.ts';
import { reviewCommentJson, reviewJson } from '../../render/review.ts';
import { userJson } from '../../render/user.ts';
import type { Pull, Review } from '../../state/pull.ts';
import { issueOf } from '../../state/pull-git.ts';
import { pullOfCall } from './pulls.ts';
import { addReviewComment, checkDrafts, draftBody, newReview } from './review-comments.ts';

const states = { APPROVE: 'APPROVED', REQUEST_CHANGES: 'CHANGES_REQUESTED', COMMENT: 'COMMENTED' } as const;
const event = z.enum(['APPROVE', 'REQUEST_CHANGES', 'COMMENT']);

const createBody = z.object({
  commit_id: z.string().optional(),
  body: z.string().default(''),
  event: event.optional(),
  comments: z.array(draftBody).default([]),
});

/** Who opened a pull request may comment on it, and no more. */
function checkVerdict(
  call: Call,
  pull: Pull,
  wanted: z.output<typeof event> | undefined,
  body: string,
  comments: number,
): void {
  const isOwn = issueOf(call.repo, pull).author === call.account;
  const simple = (message: string) => new Refusal(422, 'Unprocessable Entity', { errors: [message] });
  if (isOwn && wanted === 'APPROVE') throw simple('Review Can not approve your own pull request');
  if (isOwn && wanted === 'REQUEST_CHANGES')
    throw simple('Review Can not request changes on your own pull request');
  if (wanted === 'REQUEST_CHANGES' && body === '') throw simple("Review Body can't be blank");
  if (wanted === 'COMMENT' && body === '' && comments === 0) throw simple("Review Body can't be blank");
}

function create(call: Call): Reply {
  const pull = pullOfCall(call);
  const { body, event: wanted, comments } = call.body(createBody);
  checkVerdict(call, pull, wanted, body, comments.length);
  if (pull.reviews.some(({ state, author }) => state === 'PENDING' && author === call.account)) {
    throw new Refusal(422, 'Unprocessable Entity', {
      errors: ['User can only have one pending review per pull request'],
    });
  }
  checkDrafts(call, pull, comments);
  const review = newReview(call, call.repo, pull, body, wanted ? states[wanted] : 'PENDING');
  for (const draft of comments) addReviewComment(call, pull, review.id, draft);
  return json(reviewJson(call, call.repo, pull, review));
}

function reviewOf(call: Call): { pull: Pull; review: Review } {
  const pull = pullOfCall(call);
  const review = pull.reviews.find(({ id }) => id === call.number('review_id'));
  if (!review) throw notFound();
  return { pull, review };
}

function submit(call: Call): Reply {
  const { pull, review } = reviewOf(call);
  const wanted = call.body(z.object({ body: z.string().optional(), event }));
  if (review.state !== 'PENDING') throw new Refusal(422, 'Can not submit a review that is not pending');
  checkVerdict(call, pull, wanted.event, wanted.body ?? review.body, 1);
  review.body = wanted.body ?? review.body;
  review.state = states[wanted.event];
  review.submittedAt = call.world.clock.tick();
  return json(reviewJson(call, call.repo, pull, review));
}

const PULL = '/repos/{owner}/{repo}/pulls/{pull_number}';
const REVIEW = `${PULL}/reviews/{review_id}`;
const reviewersBody = z.object({
  reviewers: z.array(z.string()).default([]),
  team_reviewers: z.array(z.string()).optional(),
});

export const reviewRoutes: readonly Route[] = [
  route(`GET ${PULL}/reviews`, (call) => {
    const pull = pullOfCall(call);
    const seen = pull.reviews.filter(({ state, author }) => state !== 'PENDING' || author === call.account);
    return paged(call, seen, (one) => reviewJson(call, call.repo, pull, one));
  }),
  route(`POST ${PULL}/reviews`, create, { role: 'read' }),
  route(`GET ${REVIEW}`, (call) => {
    const { pull, review } = reviewOf(call);
    return json(reviewJson(call, call.repo, pull, review));
  }),
  route(`POST ${REVIEW}/events`, submit, { role: 'read' }),
  route(
    `DELETE ${REVIEW}`,
    (call) => {
      const { pull, review } = reviewOf(call);
      if (review.state !== 'PENDING')
        throw new Refusal(422, 'Can not delete a non-pending pull request review');
      pull.reviews.splice(pull.reviews.indexOf(review), 1);
      return json(reviewJson(call, call.repo, pull, review));
    },
    { role: 'read' },
  ),
  route(`PUT ${REVIEW}/dismissals`, (call) => {
    const { pull, review } = reviewOf(call);
    call.body(z.object({ message: z.string(), event: z.literal('DISMISS').optional() }));
    review.state = 'DISMISSED';
    return json(reviewJson(call, call.repo, pull, review));
  }),
  route(`GET ${REVIEW}/comments`, (call) => {
    const { pull, review } = reviewOf(call);
    const comments = pull.comments.filter(({ reviewId }) => reviewId === review.id);
    return paged(call, comments, (one) => reviewCommentJson(call, call.repo, pull, one));
  }),
  route(`GET ${PULL}/requested_reviewers`, (call) =>
    json({ users: pullOfCall(call).requestedReviewers.map((one) => userJson(call, one)), teams: [] }),
  ),
  route(`POST ${PULL}/requested_reviewers`, (call) => {
    const pull = pullOfCall(call);
    const accounts = call.body(reviewersBody).reviewers.map((login) => {
      const account = call.world.findAccount(login);
      if (!account)
        throw new Refusal(
          422,
          'Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the repository.',
        );
      return account;
    });
    pull.requestedReviewers = [...new Set([...pull.requestedReviewers, ...accounts])];
    return created(pullJson(call, call.repo, pull));
  }),
  route(`DELETE ${PULL}/requested_reviewers`, (call) => {
    const pull = pullOfCall(call);
    const gone = call.body(reviewersBody).reviewers;
    pull.requestedReviewers = pull.requestedReviewers.filter(({ login }) => !gone.includes(login));
    return json(fullPullJson(call, call.repo, pull));
  }),
];
