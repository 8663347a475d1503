import * as z from 'zod';
import { ChannelArgument, messageReference, Ts } from '../reading/references.ts';
import { Done } from '../reading/shapes.ts';
import { destination } from '../writing/destination.ts';
import { unlessAlready } from '../writing/reaction.ts';
import { defineSlackTool } from './define-slack-tool.ts';

export const unpinMessage = defineSlackTool({
  name: 'unpin_message',
  title: 'Unpin Message',
  toolset: 'manage',
  description: 'Take a pinned message off its channel.',
  effect: 'write',
  idempotent: true,
  input: { link: z.string().optional(), channel: ChannelArgument.optional(), ts: Ts.optional() },
  output: z.looseObject({ channel: z.string(), ts: z.string(), changed: z.boolean() }),
  channels: (given) => [messageReference(given).channel],
  run: async (given, session, context) => {
    const { channel: id, ts: timestamp } = messageReference(given);
    const { id: channel } = await destination(session, id, context);
    const changed = await unlessAlready('no_pin', () =>
      session.call('pins.remove', { channel, timestamp }, Done, context.signal),
    );
    return { channel, ts: timestamp, changed };
  },
});
