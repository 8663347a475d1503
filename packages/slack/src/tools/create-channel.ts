import { ToolError } from '@portolan/runtime';
import * as z from 'zod';
import { demandAudience, wholeWorkspace } from '../policy/audience.ts';
import { ChannelPage } from '../reading/channels.ts';
import { Done } from '../reading/shapes.ts';
import { defineSlackTool } from './define-slack-tool.ts';

const Created = z.looseObject({ channel: ChannelPage.shape.channels.element });

export const createChannel = defineSlackTool({
  name: 'create_channel',
  title: 'Create Channel',
  toolset: 'manage',
  description: 'Create a channel. Posting to it needs its id in the list of the operator.',
  effect: 'write',
  input: {
    name: z.string().min(1).max(80),
    private: z.boolean().default(true),
    topic: z.string().max(250).optional(),
  },
  output: z.looseObject({ id: z.string(), name: z.string() }),
  run: async ({ name, private: is_private, topic }, session, context) => {
    const { signal } = context;
    // Into a private one nobody has been let yet.
    if (!is_private) await demandAudience(wholeWorkspace, session, context);
    const { channel } = await session.call('conversations.create', { name, is_private }, Created, signal);
    const made = { id: channel.id, name: channel.name };
    if (topic === undefined) return made;
    context.changes.made(`channel ${made.id}`);
    try {
      await session.call('conversations.setTopic', { channel: channel.id, topic }, Done, signal);
      return made;
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof ToolError)) throw error;
      // The channel is there, and a second call would find its name taken.
      return { ...made, missing: [`topic: ${error.message}`] };
    }
  },
});
