import { fail } from '@portolan/runtime';
import * as z from 'zod';
import { slackTime } from '../reading/times.ts';
import { compose } from '../writing/compose.ts';
import { audience, DestinationId, threadOf } from '../writing/destination.ts';
import { defineSlackTool } from './define-slack-tool.ts';

const Scheduled = z.looseObject({
  channel: z.string(),
  scheduled_message_id: z.string(),
  post_at: z.coerce.number(),
});

export const scheduleMessage = defineSlackTool({
  name: 'schedule_message',
  title: 'Schedule Message',
  toolset: 'post',
  description: 'Post Markdown later, at most 120 days ahead. at: an ISO time such as 2026-05-01T09:00:00Z.',
  effect: 'write',
  input: { channel: DestinationId, text: z.string().min(1), at: z.string(), thread: z.string().optional() },
  output: z.looseObject({ id: z.string(), channel: z.string(), at: z.string() }),
  channels: ({ channel }) => [channel],
  run: async ({ channel: id, text, at, thread }, session, context) => {
    const { signal } = context;
    if (!/^\d{4}-\d{2}-\d{2}T/.test(at)) fail('invalid_arguments', 'at is no ISO time with an hour.');
    const post_at = Math.floor(Number(slackTime(at, 'at')));
    const threadTs = threadOf(thread, id);
    const { text: plain, blocks, defused } = await compose(text);
    const { id: channel } = await audience(session, id, context);
    const given = {
      channel,
      post_at,
      text: plain,
      unfurl_links: false,
      unfurl_media: false,
      ...(blocks && { blocks: [...blocks] }),
      ...(threadTs !== undefined && { thread_ts: threadTs }),
    };
    const done = await session.call('chat.scheduleMessage', given, Scheduled, signal);
    return {
      id: done.scheduled_message_id,
      channel: done.channel,
      at: new Date(done.post_at * 1_000).toISOString(),
      ...(defused.length > 0 && { defused }),
    };
  },
});
