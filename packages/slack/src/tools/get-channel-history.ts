import * as z from 'zod';
import { openChannel } from '../reading/open-channel.ts';
import { PageAnswer, pageAnswer } from '../reading/page-answer.ts';
import { openCursor } from '../reading/place-cursor.ts';
import { readPage } from '../reading/read-page.ts';
import { ChannelArgument } from '../reading/references.ts';
import { slackTime } from '../reading/times.ts';
import { defineSlackTool } from './define-slack-tool.ts';

export const getChannelHistory = defineSlackTool({
  name: 'get_channel_history',
  title: 'Get Channel History',
  toolset: 'messages',
  description:
    'Messages of a channel, newest first; threads are folded (replies: how many). since, until: 24h, 7d, a date, a ts. A link is link/p + ts without the dot.',
  effect: 'read',
  input: {
    channel: ChannelArgument,
    since: z.string().optional(),
    until: z.string().optional(),
    limit: z.int().min(1).max(200).default(50),
    cursor: z.string().optional(),
  },
  output: PageAnswer,
  channels: ({ channel }) => [channel],
  run: async ({ cursor, workspace: _, ...question }, session, context) => {
    const { signal } = context;
    const { since, until, limit } = question;
    const channel = await openChannel(session, question.channel, context);
    const page = await readPage(
      session,
      {
        channel: channel.id,
        oldest: since === undefined ? undefined : slackTime(since, 'since'),
        latest: until === undefined ? undefined : slackTime(until, 'until'),
        limit,
        cursor: openCursor(question, cursor),
      },
      signal,
    );
    return pageAnswer(session, channel, page, question, signal);
  },
});
