import { messageReference } from '../reading/references.ts';
import { Done } from '../reading/shapes.ts';
import { reactionInput, reactionOutput, reactionTo, unlessAlready } from '../writing/reaction.ts';
import { defineSlackTool } from './define-slack-tool.ts';

export const removeReaction = defineSlackTool({
  name: 'remove_reaction',
  title: 'Remove Reaction',
  toolset: 'post',
  description: 'Take an own emoji away from a message.',
  effect: 'write',
  idempotent: true,
  input: reactionInput,
  output: reactionOutput,
  channels: (given) => [messageReference(given).channel],
  run: async (given, session, context) => {
    const reaction = await reactionTo(given, session, context);
    const changed = await unlessAlready('no_reaction', () =>
      session.call('reactions.remove', reaction, Done, context.signal),
    );
    return { channel: reaction.channel, ts: reaction.timestamp, changed };
  },
});
