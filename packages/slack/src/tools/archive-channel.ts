import * as z from 'zod';
import { Done } from '../reading/shapes.ts';
import { DestinationId, destination } from '../writing/destination.ts';
import { defineSlackTool } from './define-slack-tool.ts';

export const archiveChannel = defineSlackTool({
  name: 'archive_channel',
  title: 'Archive Channel',
  toolset: 'manage',
  description: 'Archive a channel: nobody can write in it any more.',
  effect: 'destroy',
  input: { channel: DestinationId },
  output: z.looseObject({ id: z.string(), archived: z.boolean() }),
  channels: ({ channel }) => [channel],
  confirmation: ({ channel }) => `Archive the Slack channel ${channel}? Nobody can write in it any more.`,
  run: async ({ channel: given }, session, context) => {
    const { id: channel } = await destination(session, given, context);
    await session.call('conversations.archive', { channel }, Done, context.signal);
    return { id: channel, archived: true };
  },
});
