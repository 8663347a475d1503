import * as z from 'zod';
import { Done } from '../reading/shapes.ts';
import { DestinationId, destination } from '../writing/destination.ts';
import { defineSlackTool } from './define-slack-tool.ts';

export const cancelScheduled = defineSlackTool({
  name: 'cancel_scheduled',
  title: 'Cancel Scheduled Message',
  toolset: 'post',
  description: 'Take back a scheduled message, by the id and channel that list_scheduled gives.',
  effect: 'destroy',
  input: { channel: DestinationId, id: z.string().min(1).max(100) },
  output: z.looseObject({ id: z.string() }),
  channels: ({ channel }) => [channel],
  confirmation: ({ channel, id }) => `Cancel the scheduled message ${id} in ${channel}? Its text is lost.`,
  run: async ({ channel: given, id }, session, context) => {
    const { id: channel } = await destination(session, given, context);
    const cancel = { channel, scheduled_message_id: id };
    await session.call('chat.deleteScheduledMessage', cancel, Done, context.signal);
    return { id, channel };
  },
});
