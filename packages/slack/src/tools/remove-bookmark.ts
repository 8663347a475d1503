import * as z from 'zod';
import { Done } from '../reading/shapes.ts';
import { DestinationId, destination } from '../writing/destination.ts';
import { defineSlackTool } from './define-slack-tool.ts';

export const removeBookmark = defineSlackTool({
  name: 'remove_bookmark',
  title: 'Remove Bookmark',
  toolset: 'manage',
  description: 'Take a link from the top of a channel, by the id that get_channel gives.',
  effect: 'destroy',
  input: { channel: DestinationId, id: z.string().min(1).max(100) },
  output: z.looseObject({ id: z.string(), channel: z.string() }),
  channels: ({ channel }) => [channel],
  confirmation: ({ channel, id }) => `Remove the bookmark ${id} from the Slack channel ${channel}?`,
  run: async ({ channel: given, id }, session, context) => {
    const { id: channel } = await destination(session, given, context);
    const removed = { channel_id: channel, bookmark_id: id };
    await session.call('bookmarks.remove', removed, Done, context.signal);
    return { id, channel };
  },
});
