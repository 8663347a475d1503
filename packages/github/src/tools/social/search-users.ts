import * as z from 'zod';
import { hasNext, pageOf, placeOf } from '../../answers/page.ts';
import { nextCursor, paging } from '../../schema/paging.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const searchUsers = defineGitHubTool({
  name: 'search_users',
  title: 'Search users',
  toolset: 'social',
  description: "Users and organizations by GitHub's search syntax.",
  effect: 'read',
  untrusted: ['login'],
  input: z.object({
    query: z.string(),
    sort: z.enum(['followers', 'repositories', 'joined']).optional(),
    order: z.enum(['asc', 'desc']).optional(),
    ...paging,
  }),
  output: z.object({
    total: z.int(),
    users: z.array(z.looseObject({ login: z.string(), kind: z.string() })),
    nextCursor,
  }),
  async run({ after, ...asked }, { request }) {
    const question = ['search_users', asked];
    const place = placeOf(question, after);
    const { data, headers } = await request('GET /search/users', {
      q: asked.query,
      ...(asked.sort && { sort: asked.sort }),
      ...(asked.order && { order: asked.order }),
      per_page: asked.perPage ?? 30,
      page: place.page,
    });
    const users = data.items.map(({ login, type }) => ({ login, kind: type }));
    const { items, ...next } = pageOf(users, place, { question, more: hasNext(headers) });
    return { total: data.total_count, users: [...items], ...next };
  },
});
