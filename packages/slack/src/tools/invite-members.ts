import * as z from 'zod';
import { userId } from '../reading/references.ts';
import { Done } from '../reading/shapes.ts';
import { DestinationId, destination } from '../writing/destination.ts';
import { defineSlackTool } from './define-slack-tool.ts';

export const inviteMembers = defineSlackTool({
  name: 'invite_members',
  title: 'Invite Members',
  toolset: 'manage',
  description: 'Add people to a channel, by user id. They can then read all of it. The user is asked.',
  effect: 'destroy',
  idempotent: true,
  input: { channel: DestinationId, users: z.array(z.string().regex(userId)).min(1).max(100) },
  output: z.looseObject({ channel: z.string(), users: z.array(z.string()) }),
  channels: ({ channel }) => [channel],
  confirmation: ({ channel, users }) =>
    `Let ${users.join(', ')} into the Slack channel ${channel}, to read all of it?`,
  run: async ({ channel: given, users }, session, context) => {
    const { id: channel } = await destination(session, given, context);
    const invited = { channel, users: users.join(',') };
    await session.call('conversations.invite', invited, Done, context.signal);
    return { channel, users };
  },
});
