import { peopleText } from '@portolan/runtime/untrusted-text';
import * as z from 'zod';
import { defineSlackTool } from './define-slack-tool.ts';

const Groups = z.looseObject({
  usergroups: z.array(
    z.looseObject({
      id: z.string(),
      handle: z.string().catch(''),
      name: z.string().catch(''),
      description: z.string().nullish(),
      user_count: z.coerce.number().optional(),
      users: z.array(z.string()).optional(),
    }),
  ),
});

export const listUsergroups = defineSlackTool({
  name: 'list_usergroups',
  title: 'List User Groups',
  toolset: 'people',
  description: 'User groups with handle and size; members: their user ids too.',
  effect: 'read',
  input: { members: z.boolean().default(false) },
  output: z.looseObject({
    groups: z.array(z.looseObject({ id: z.string(), handle: z.string() })),
  }),
  run: async ({ members }, session, { signal }) => {
    const given = { include_count: true, include_users: members };
    const { usergroups } = await session.call('usergroups.list', given, Groups, signal);
    return {
      groups: usergroups.map(({ id, handle, name, description, user_count, users }) => ({
        id,
        handle: peopleText(handle, 200).text,
        name: peopleText(name, 200).text,
        ...(description && { description: peopleText(description, 500).text }),
        ...(user_count !== undefined && { size: user_count }),
        ...(members && { members: users ?? [] }),
      })),
      untrusted: ['groups[].name', 'groups[].handle', 'groups[].description'],
    };
  },
});
