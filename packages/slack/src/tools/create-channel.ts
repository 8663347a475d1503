import * as z from 'zod';
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
  run: async ({ name, private: is_private, topic }, session, { signal }) => {
    const { channel } = await session.call(
      (web) => web.conversations.create({ name, is_private }),
      Created,
      signal,
    );
    if (topic !== undefined) {
      await session.call((web) => web.conversations.setTopic({ channel: channel.id, topic }), Done, signal);
    }
    return { id: channel.id, name: channel.name };
  },
});
