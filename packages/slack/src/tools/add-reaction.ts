import { messageReference } from '../reading/references.ts';
import { Done } from '../reading/shapes.ts';
import { reactionInput, reactionOutput, reactionTo, unlessAlready } from '../writing/reaction.ts';
import { defineSlackTool } from './define-slack-tool.ts';

export const addReaction = defineSlackTool({
  name: 'add_reaction',
  title: 'Add Reaction',
  toolset: 'post',
  description: 'Put an emoji under a message. name without colons: thumbsup.',
  effect: 'write',
  idempotent: true,
  input: reactionInput,
  output: reactionOutput,
  channels: (given) => [messageReference(given).channel],
  run: async (given, session, context) => {
    const reaction = await reactionTo(given, session, context);
    const changed = await unlessAlready('already_reacted', () =>
      session.call('reactions.add', reaction, Done, context.signal),
    );
    return { channel: reaction.channel, ts: reaction.timestamp, changed };
  },
});
