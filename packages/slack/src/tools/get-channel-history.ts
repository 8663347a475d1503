import * as z from 'zod';
import { openChannel } from '../reading/open-channel.ts';
import { channelLink } from '../reading/permalink.ts';
import { openCursor, sealCursor } from '../reading/place-cursor.ts';
import { readPage, restrictedNote } from '../reading/read-page.ts';
import { ChannelArgument } from '../reading/references.ts';
import { showMessages, untrustedMessages } from '../reading/show-message.ts';
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
  output: z.looseObject({
    messages: z.array(z.looseObject({ ts: z.string(), text: z.string() })),
    nextCursor: z.string().optional(),
  }),
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
