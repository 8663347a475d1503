import type { Call } from '../../http/call.ts';
import { paged } from '../../http/paging.ts';
import { type Route, route } from '../../http/route.ts';
import { commentJson } from '../../render/issue.ts';
import { repoUrl } from '../../render/repository.ts';
import { reviewJson } from '../../render/review.ts';
import { maybeUserJson } from '../../render/user.ts';
import type { Issue, IssueComment, TimelineEvent } from '../../state/issue.ts';
import { nodeId } from '../../state/world.ts';
import { crossReferences } from './cross-references.ts';
import { issueOfCall } from './issues.ts';

const eventJson = (call: Call, event: TimelineEvent) => ({
  id: event.id,
  node_id: nodeId('EV', event.id),
  url: `${repoUrl(call, call.repo)}/issues/events/${event.id}`,
  actor: maybeUserJson(call, event.actor),
  event: event.event,
  commit_id: null,
  commit_url: null,
  created_at: event.createdAt,
  performed_via_github_app: null,
  ...event.more,
});

const commentedJson = (call: Call, comment: IssueComment) => ({
  ...commentJson(call, call.repo, comment),
  event: 'commented',
  actor: maybeUserJson(call, comment.author),
});

/** The reviews of a pull request that were submitted. */
function reviewsOf(call: Call, { number }: Issue) {
  const pull = call.repo.pulls.get(number);
  return (pull?.reviews ?? []).flatMap((review) => {
    if (!pull || review.submittedAt === null) return [];
    const state = review.state.toLowerCase();
    const show = () => ({ ...reviewJson(call, call.repo, pull, review), state, event: 'reviewed' });
    return [{ at: review.submittedAt, show }];
  });
}

const ISSUE = '/repos/{owner}/{repo}/issues/{issue_number}';

export const timelineRoutes: readonly Route[] = [
  route(`GET ${ISSUE}/timeline`, (call) => {
    const issue = issueOfCall(call);
    const comments = [...call.repo.comments.values()].filter(
      ({ issueNumber }) => issueNumber === issue.number,
    );
    const entries = [
      ...issue.timeline.map((one) => ({ at: one.createdAt, show: () => eventJson(call, one) })),
      ...crossReferences(call, issue),
      ...reviewsOf(call, issue),
      ...comments.map((one) => ({ at: one.createdAt, show: () => commentedJson(call, one) })),
    ].toSorted((a, b) => a.at.localeCompare(b.at));
    return paged(call, entries, ({ show }) => show());
  }),
  route(`GET ${ISSUE}/events`, (call) =>
    paged(call, issueOfCall(call).timeline, (one) => eventJson(call, one)),
  ),
];
