import * as z from 'zod';
import { openChannel } from '../reading/open-channel.ts';
import { channelLink } from '../reading/permalink.ts';
import { openCursor, sealCursor } from '../reading/place-cursor.ts';
import { readPage, restrictedNote } from '../reading/read-page.ts';
import { ChannelArgument, messageReference, Ts } from '../reading/references.ts';
import { showMessages, untrustedMessages } from '../reading/show-message.ts';
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
  output: z.looseObject({
    messages: z.array(z.looseObject({ ts: z.string(), text: z.string() })),
    nextCursor: z.string().optional(),
  }),
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
    return {
      channel: channel.id,
      name: channel.name,
      link: channelLink(await session.identity(signal), channel.id),
      messages: await showMessages(session, page.messages, signal),
      ...sealCursor(question, page.cursor),
      ...(page.restricted && { note: restrictedNote }),
      untrusted: untrustedMessages,
    };
  },
});
