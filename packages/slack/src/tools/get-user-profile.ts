import * as z from 'zod';
import { User } from '../reading/shapes.ts';
import { showUser } from '../reading/show-user.ts';
import { defineSlackTool } from './define-slack-tool.ts';

const Found = z.looseObject({ user: User });

export const getUserProfile = defineSlackTool({
  name: 'get_user_profile',
  title: 'Get User Profile',
  toolset: 'people',
  description: 'One person by user id; by name use search_users.',
  effect: 'read',
  input: { user: z.string().regex(/^[UW][A-Z0-9]{6,}$/, 'a user id, U…') },
  output: z.looseObject({ id: z.string(), name: z.string() }),
  run: async ({ user: id }, session, { signal }) => {
    const { user } = await session.call('users.info', { user: id }, Found, signal);
    session.people.learn([user]);
    return {
      ...showUser(user),
      admin: user.is_admin ?? false,
      untrusted: ['name', 'handle', 'title', 'status'],
    };
  },
});
