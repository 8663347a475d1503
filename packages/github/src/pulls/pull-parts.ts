import { fitting } from '@portolan/runtime';
import { hasNext } from '../answers/page.ts';
import { authorOf, loginOf } from '../people/author.ts';
import { bodyText, lineOf } from '../people/text.ts';
import type { ToolContext } from '../services.ts';
import type { WhichPull } from './pull-files.ts';

const PART_BYTES = 8_000;
const REVIEW_BYTES = 1_500;

/** The first 100 reviews; of those the newest that there is room for, oldest first. */
export async function readReviews(which: WhichPull, context: ToolContext) {
  const { data, headers } = await context.request('GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews', {
    ...which,
    per_page: 100,
  });
  const shown = await context.lockdown.shown(context, which, data, authorOf);
  const reviews = shown.map((review) => ({
    author: loginOf(review.user),
    association: review.author_association,
    state: review.state,
    ...(review.submitted_at && { at: review.submitted_at }),
    ...(review.commit_id && { sha: review.commit_id }),
    ...bodyText(review.body, REVIEW_BYTES),
  }));
  const kept = fitting(reviews.toReversed(), PART_BYTES).toReversed();
  return { items: kept, cut: kept.length < reviews.length || hasNext(headers) };
}

/** The commits, at most 100, oldest first. */
export async function readCommits(which: WhichPull, { request }: ToolContext) {
  const { data, headers } = await request('GET /repos/{owner}/{repo}/pulls/{pull_number}/commits', {
    ...which,
    per_page: 100,
  });
  const commits = data.map(({ sha, author, commit }) => ({
    sha,
    // A name without an account is whatever somebody set.
    author: author?.login ?? `${lineOf(commit.author?.name)} (no account)`,
    subject: lineOf(commit.message.split('\n', 1)[0]),
  }));
  const kept = fitting(commits, PART_BYTES);
  return { items: [...kept], cut: kept.length < commits.length || hasNext(headers) };
}
