import * as z from 'zod';
import { Done } from '../reading/shapes.ts';
import { DestinationId, destination } from '../writing/destination.ts';
import { defineSlackTool } from './define-slack-tool.ts';

export const leaveChannel = defineSlackTool({
  name: 'leave_channel',
  title: 'Leave Channel',
  toolset: 'manage',
  description: 'Leave a channel. A private one cannot be joined again without an invitation.',
  effect: 'destroy',
  idempotent: true,
  input: { channel: DestinationId },
  output: z.looseObject({ channel: z.string() }),
  channels: ({ channel }) => [channel],
  confirmation: ({ channel }) =>
    `Leave the Slack channel ${channel}? A private one takes an invitation to return.`,
  run: async ({ channel: given }, session, context) => {
    const { id: channel } = await destination(session, given, context);
    await session.call('conversations.leave', { channel }, Done, context.signal);
    return { channel };
  },
});
