import * as z from 'zod';
import { ChannelArgument, messageReference, Ts } from '../reading/references.ts';
import { Done } from '../reading/shapes.ts';
import { destination } from '../writing/destination.ts';
import { ownMessage } from '../writing/own-message.ts';
import { defineSlackTool } from './define-slack-tool.ts';

export const deleteMessage = defineSlackTool({
  name: 'delete_message',
  title: 'Delete Message',
  toolset: 'post',
  description: 'Delete an own message for ever, named by link or by channel and ts.',
  effect: 'destroy',
  input: { link: z.string().optional(), channel: ChannelArgument.optional(), ts: Ts.optional() },
  output: z.looseObject({ channel: z.string(), ts: z.string() }),
  channels: (given) => [messageReference(given).channel],
  confirmation: ({ link, channel, ts }) =>
    `Delete the Slack message ${link ?? `${ts} in ${channel}`} for ever?`,
  run: async (given, session, context) => {
    const { channel: id, ts, threadTs } = messageReference(given);
    const { id: channel } = await destination(session, id, context);
    await ownMessage(session, channel, ts, threadTs, context.signal);
    await session.call('chat.delete', { channel, ts }, Done, context.signal);
    return { channel, ts };
  },
});
