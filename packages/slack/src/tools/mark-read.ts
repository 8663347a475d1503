import { fail } from '@portolan/runtime';
import * as z from 'zod';
import { demandUser } from '../reading/demand-user.ts';
import { openChannel } from '../reading/open-channel.ts';
import { readPage } from '../reading/read-page.ts';
import { ChannelArgument, Ts } from '../reading/references.ts';
import { Done } from '../reading/shapes.ts';
import { defineSlackTool } from './define-slack-tool.ts';

export const markRead = defineSlackTool({
  name: 'mark_read',
  title: 'Mark Read',
  toolset: 'unread',
  description: 'Mark a channel as read, up to a message (ts) or to the newest.',
  effect: 'write',
  idempotent: true,
  wanted: 'user',
  input: { channel: ChannelArgument, ts: Ts.optional() },
  output: z.looseObject({ channel: z.string(), ts: z.string() }),
  channels: ({ channel }) => [channel],
  run: async ({ channel: named, ts }, session, context) => {
    demandUser(session);
    const { signal } = context;
    const { id: channel } = await openChannel(session, named, context);
    const [newest] =
      ts === undefined ? (await readPage(session, { channel, limit: 1 }, signal)).messages : [];
    const upTo = ts ?? newest?.ts ?? fail('not_found', 'The channel has no message.');
    await session.call('conversations.mark', { channel, ts: upTo }, Done, signal);
    return { channel, ts: upTo };
  },
});
