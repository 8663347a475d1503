import { ToolError } from '@portolan/runtime';
import * as z from 'zod';
import { scanPages } from '../api/scan-pages.ts';
import { UserPage } from '../reading/people.ts';
import { openPlace, sealPlace } from '../reading/place-cursor.ts';
import { User } from '../reading/shapes.ts';
import { showUser } from '../reading/show-user.ts';
import type { Session } from '../workspaces/session.ts';
import { defineSlackTool } from './define-slack-tool.ts';

const Found = z.looseObject({ user: User });
/** Slack cannot search people: up to 5,000 are looked at in one call, a quarter of a minute's calls. */
const pageSize = 1_000;
const pages = 5;

export const searchUsers = defineSlackTool({
  name: 'search_users',
  title: 'Search Users',
  toolset: 'people',
  description:
    'People by part of a name, handle or title, or by a whole e-mail address. In a large workspace one call looks at 5,000; go on with nextCursor.',
  effect: 'read',
  input: {
    query: z.string().min(1).max(200),
    deactivated: z.boolean().default(false),
    limit: z.int().min(1).max(100).default(20),
    cursor: z.string().optional(),
  },
  output: z.looseObject({
    users: z.array(z.looseObject({ id: z.string(), name: z.string() })),
    nextCursor: z.string().optional(),
  }),
  run: async ({ cursor, workspace: _, ...question }, session, { signal }) => {
    const untrusted = ['users[].name', 'users[].title', 'users[].status'];
    if (/^\S+@\S+\.\S+$/.test(question.query)) {
      const user = await byEmail(session, question.query, signal);
      return { users: user === undefined ? [] : [showUser(user)], untrusted };
    }
    const wanted = question.query.replace(/^@/, '').toLowerCase();
    const { items, next, looked, repeated } = await scanPages({
      async readPage(at) {
        const given = { limit: pageSize, ...(at !== undefined && { cursor: at }) };
        const page = await session.call('users.list', given, UserPage, signal);
        session.people.learn(page.members);
        return { items: page.members, cursor: page.response_metadata };
      },
      fits: (user) => (question.deactivated || user.deleted !== true) && matches(user, wanted),
      limit: question.limit,
      maxPages: pages,
      start: openPlace(question, cursor),
    });
    return {
      users: items.map(showUser),
      looked,
      ...sealPlace(question, next),
      ...(repeated && { note: 'Slack repeated a page, so the list may be incomplete.' }),
      untrusted,
    };
  },
});

const matches = ({ name, real_name, profile }: User, wanted: string): boolean =>
  [name, real_name, profile?.display_name, profile?.real_name, profile?.title].some((text) =>
    text?.toLowerCase().includes(wanted),
  );

async function byEmail(session: Session, email: string, signal: AbortSignal): Promise<User | undefined> {
  try {
    return (await session.call('users.lookupByEmail', { email }, Found, signal)).user;
  } catch (error) {
    if (error instanceof ToolError && error.data?.slackError === 'users_not_found') return undefined;
    throw error;
  }
}
