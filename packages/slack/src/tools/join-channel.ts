import * as z from 'zod';
import { Done } from '../reading/shapes.ts';
import { defineSlackTool } from './define-slack-tool.ts';

export const joinChannel = defineSlackTool({
  name: 'join_channel',
  title: 'Join Channel',
  toolset: 'manage',
  description: 'Join a public channel, so that it can be read.',
  effect: 'write',
  idempotent: true,
  input: { channel: z.string().regex(/^C[A-Z0-9]{6,}$/, 'the id of a channel, C…') },
  output: z.looseObject({ channel: z.string() }),
  channels: ({ channel }) => [channel],
  run: async ({ channel }, session, { reading, signal }) => {
    reading.demandId(channel);
    await session.call('conversations.join', { channel }, Done, signal);
    return { channel };
  },
});
