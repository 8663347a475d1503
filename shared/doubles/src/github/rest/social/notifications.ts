import * as z from 'zod';
import type { Call } from '../../http/call.ts';
import { paged } from '../../http/paging.ts';
import { json, noContent, notFound, Refusal } from '../../http/reply.ts';
import { type Route, route } from '../../http/route.ts';
import { minimalRepoJson, repoUrl } from '../../render/repository.ts';
import { type Notification, notificationsOf } from '../../state/notification.ts';
import type { Repo } from '../../state/repository.ts';

function threadJson(call: Call, one: Notification) {
  const url = `${call.base}/notifications/threads/${one.id}`;
  const isPull = one.repo.pulls.has(one.number);
  const subject = `${repoUrl(call, one.repo)}/${isPull ? 'pulls' : 'issues'}/${one.number}`;
  return {
    id: String(one.id),
    repository: minimalRepoJson(call, one.repo),
    subject: {
      title: one.repo.issues.get(one.number)?.title ?? '',
      url: subject,
      latest_comment_url: subject,
      type: isPull ? 'PullRequest' : 'Issue',
    },
    reason: one.reason,
    unread: one.unread,
    updated_at: one.updatedAt,
    last_read_at: one.lastReadAt,
    url,
    subscription_url: `${url}/subscription`,
  };
}

/** Fine-grained tokens and Apps have no notifications. */
function mine(call: Call): Map<number, Notification> {
  if (call.credential?.permissions)
    throw new Refusal(403, 'Resource not accessible by personal access token');
  const held = call.credential?.scopes ?? [];
  if (!held.includes('notifications') && !held.includes('repo')) {
    throw new Refusal(
      403,
      "Missing the 'notifications' scope.",
      {},
      { 'x-accepted-oauth-scopes': 'notifications, repo' },
    );
  }
  return notificationsOf(call.user);
}

function list(call: Call, repo?: Repo) {
  const { query } = call;
  const since = query.get('since');
  const before = query.get('before');
  const found = [...mine(call).values()].filter(
    (one) =>
      (repo === undefined || one.repo === repo) &&
      (one.unread || query.get('all') === 'true') &&
      (query.get('participating') !== 'true' || one.reason !== 'subscribed') &&
      (since === null || Date.parse(one.updatedAt) >= Date.parse(since)) &&
      (before === null || Date.parse(one.updatedAt) < Date.parse(before)),
  );
  return paged(call, found.toReversed(), (one) => threadJson(call, one));
}

function markAll(call: Call, repo?: Repo) {
  for (const one of mine(call).values()) if (repo === undefined || one.repo === repo) markRead(call, one);
  return { status: 205, headers: {}, body: undefined };
}

function markRead({ world }: Call, one: Notification): void {
  one.unread = false;
  one.lastReadAt = world.clock.tick();
}

function threadOf(call: Call): Notification {
  const found = mine(call).get(call.number('thread_id'));
  if (!found) throw notFound();
  return found;
}

const subscriptionJson = (call: Call, { id, ignored, subscribed, updatedAt }: Notification) => ({
  subscribed,
  ignored,
  reason: null,
  created_at: updatedAt,
  url: `${call.base}/notifications/threads/${id}/subscription`,
  thread_url: `${call.base}/notifications/threads/${id}`,
});

const THREAD = '/notifications/threads/{thread_id}';
const OF_REPO = '/repos/{owner}/{repo}/notifications';

export const notificationRoutes: readonly Route[] = [
  route('GET /notifications', (call) => list(call)),
  route('PUT /notifications', (call) => markAll(call)),
  route(`GET ${OF_REPO}`, (call) => list(call, call.repo)),
  route(`PUT ${OF_REPO}`, (call) => markAll(call, call.repo), { role: 'read', archived: true }),
  route(`GET ${THREAD}`, (call) => json(threadJson(call, threadOf(call)))),
  route(`PATCH ${THREAD}`, (call) => {
    markRead(call, threadOf(call));
    return { status: 205, headers: {}, body: undefined };
  }),
  route(`DELETE ${THREAD}`, (call) => {
    mine(call).delete(threadOf(call).id);
    return noContent;
  }),
  route(`GET ${THREAD}/subscription`, (call) => json(subscriptionJson(call, threadOf(call)))),
  route(`PUT ${THREAD}/subscription`, (call) => {
    const thread = threadOf(call);
    thread.ignored = call.body(z.object({ ignored: z.boolean().default(false) })).ignored;
    thread.subscribed = !thread.ignored;
    return json(subscriptionJson(call, thread));
  }),
  route(`DELETE ${THREAD}/subscription`, (call) => {
    threadOf(call).subscribed = false;
    return noContent;
  }),
];
