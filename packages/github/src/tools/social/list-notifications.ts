import * as z from 'zod';
import { hasNext, pageOf, placeOf } from '../../answers/page.ts';
import { lineOf } from '../../people/text.ts';
import { time } from '../../schema/names.ts';
import { nextCursor, paging } from '../../schema/paging.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const listNotifications = defineGitHubTool({
  name: 'list_notifications',
  title: 'List notifications',
  toolset: 'social',
  description: 'Notifications of the account that are not read. since, before: ISO 8601.',
  effect: 'read',
  untrusted: ['title'],
  input: z.object({
    filter: z.enum(['default', 'include_read_notifications', 'only_participating']).optional(),
    since: time.optional(),
    before: time.optional(),
    ...paging,
  }),
  output: z.object({
    notifications: z.array(z.looseObject({ threadID: z.string(), repo: z.string(), title: z.string() })),
    nextCursor,
  }),
  async run({ after, ...asked }, context) {
    const question = ['list_notifications', asked];
    const place = placeOf(question, after);
    const { filter, since, before, perPage = 30 } = asked;
    const { data, headers } = await context.request('GET /notifications', {
      all: filter === 'include_read_notifications',
      participating: filter === 'only_participating',
      ...(since && { since }),
      ...(before && { before }),
      per_page: perPage,
      page: place.page,
    });
    // GitHub does not say who wrote a title, so that lockdown shows none.
    const rows = data
      .filter(({ repository }) => context.permits?.({ repo: [repository.full_name.toLowerCase()] }) ?? true)
      .map(({ id, repository, subject, reason, unread, updated_at }) => ({
        threadID: id,
        repo: repository.full_name,
        title: context.lockdown.on ? '' : lineOf(subject.title),
        kind: subject.type,
        ...numberIn(subject.url),
        reason,
        unread,
        updated: updated_at,
      }));
    const { items, ...next } = pageOf(rows, place, { question, more: hasNext(headers) });
    return { notifications: [...items], ...next };
  },
});

/** The number of the issue or pull request that a notification is about. */
function numberIn(url: string | null): { readonly number?: number } {
  const number = /\/(?:issues|pulls)\/(\d{1,10})$/.exec(url ?? '')?.[1];
  return number === undefined ? {} : { number: Number(number) };
}
