import * as z from 'zod';
import { userId } from '../reading/references.ts';
import { Done } from '../reading/shapes.ts';
import { DestinationId, destination } from '../writing/destination.ts';
import { defineSlackTool } from './define-slack-tool.ts';

export const removeMember = defineSlackTool({
  name: 'remove_member',
  title: 'Remove Member',
  toolset: 'manage',
  description: 'Remove a person from a channel.',
  effect: 'destroy',
  input: { channel: DestinationId, user: z.string().regex(userId) },
  output: z.looseObject({ channel: z.string(), user: z.string() }),
  channels: ({ channel }) => [channel],
  confirmation: ({ channel, user }) => `Remove ${user} from the Slack channel ${channel}?`,
  run: async ({ channel: given, user }, session, context) => {
    const { id: channel } = await destination(session, given, context);
    await session.call('conversations.kick', { channel, user }, Done, context.signal);
    return { channel, user };
  },
});
