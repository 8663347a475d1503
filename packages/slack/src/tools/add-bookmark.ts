import * as z from 'zod';
import { audience, DestinationId } from '../writing/destination.ts';
import { defineSlackTool } from './define-slack-tool.ts';

const Added = z.looseObject({ bookmark: z.looseObject({ id: z.string() }) });

export const addBookmark = defineSlackTool({
  name: 'add_bookmark',
  title: 'Add Bookmark',
  toolset: 'manage',
  description: 'Put a link at the top of a channel.',
  effect: 'write',
  input: {
    channel: DestinationId,
    title: z.string().min(1).max(255),
    link: z.url({ protocol: /^https?$/ }).max(3_000),
  },
  output: z.looseObject({ id: z.string(), channel: z.string() }),
  channels: ({ channel }) => [channel],
  run: async ({ channel: given, title, link }, session, context) => {
    const { id: channel } = await audience(session, given, context);
    const wanted = { channel_id: channel, title, link, type: 'link' as const };
    const { bookmark } = await session.call('bookmarks.add', wanted, Added, context.signal);
    return { id: bookmark.id, channel };
  },
});
