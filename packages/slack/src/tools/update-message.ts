import * as z from 'zod';
import { messageLink } from '../reading/permalink.ts';
import { ChannelArgument, messageReference, Ts } from '../reading/references.ts';
import { Done } from '../reading/shapes.ts';
import { compose } from '../writing/compose.ts';
import { audience } from '../writing/destination.ts';
import { ownMessage } from '../writing/own-message.ts';
import { defineSlackTool } from './define-slack-tool.ts';

export const updateMessage = defineSlackTool({
  name: 'update_message',
  title: 'Update Message',
  toolset: 'post',
  description:
    'Replace the text of an own message, named by link or by channel and ts. The old text is lost.',
  effect: 'write',
  destructive: true,
  idempotent: true,
  input: {
    link: z.string().optional(),
    channel: ChannelArgument.optional(),
    ts: Ts.optional(),
    text: z.string().min(1),
  },
  output: z.looseObject({ channel: z.string(), ts: z.string(), link: z.string() }),
  channels: (given) => [messageReference(given).channel],
  run: async ({ text, ...given }, session, context) => {
    const { signal } = context;
    const { channel: id, ts, threadTs } = messageReference(given);
    const { blocks, text: plain, defused } = await compose(text);
    const { id: channel } = await audience(session, id, context);
    await ownMessage(session, channel, ts, threadTs, signal);
    // Without blocks the old ones would stay; and this method, unlike posting, reads text as people type it.
    const update = { channel, ts, text: plain, blocks: [...(blocks ?? [])], parse: 'none' as const };
    // Nothing that can fail comes after the change.
    const identity = await session.identity(signal);
    await session.call('chat.update', update, Done, signal);
    return {
      channel,
      ts,
      link: messageLink(identity, channel, ts, threadTs),
      ...(defused.length > 0 && { defused }),
    };
  },
});
