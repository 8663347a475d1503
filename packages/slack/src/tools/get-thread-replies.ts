import * as z from 'zod';
import { openChannel } from '../reading/open-channel.ts';
import { PageAnswer, pageAnswer } from '../reading/page-answer.ts';
import { openCursor } from '../reading/place-cursor.ts';
import { readPage } from '../reading/read-page.ts';
import { ChannelArgument, messageReference, Ts } from '../reading/references.ts';
import { slackTime } from '../reading/times.ts';
import { defineSlackTool } from './define-slack-tool.ts';

export const getThreadReplies = defineSlackTool({
  name: 'get_thread_replies',
  title: 'Get Thread Replies',
  toolset: 'messages',
  description: 'A thread, oldest first, its first message included. Name it by link, or by channel and ts.',
  effect: 'read',
  input: {
    link: z.string().optional(),
    channel: ChannelArgument.optional(),
    ts: Ts.optional(),
    since: z.string().optional(),
    limit: z.int().min(1).max(200).default(100),
    cursor: z.string().optional(),
  },
  output: PageAnswer,
  channels: (given) => [messageReference(given).channel],
  run: async ({ cursor, workspace: _, ...question }, session, context) => {
    const { signal } = context;
    const { since, limit } = question;
    const reference = messageReference(question);
    const channel = await openChannel(session, reference.channel, context);
    const page = await readPage(
      session,
      {
        channel: channel.id,
        threadTs: reference.threadTs ?? reference.ts,
        oldest: since === undefined ? undefined : slackTime(since, 'since'),
        limit,
        cursor: openCursor(question, cursor),
      },
      signal,
    );
    return pageAnswer(session, channel, page, question, signal);
  },
});
