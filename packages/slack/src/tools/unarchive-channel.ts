import * as z from 'zod';
import { demandUser } from '../reading/demand-user.ts';
import { Done } from '../reading/shapes.ts';
import { archivedDestination, DestinationId } from '../writing/destination.ts';
import { defineSlackTool } from './define-slack-tool.ts';

/** Slack lets no bot do it (docs.slack.dev/reference/methods/conversations.unarchive). */
export const unarchiveChannel = defineSlackTool({
  name: 'unarchive_channel',
  title: 'Unarchive Channel',
  toolset: 'manage',
  description: 'Open an archived channel again; the user of the token joins it. Needs a user token.',
  effect: 'write',
  wanted: 'user',
  input: { channel: DestinationId },
  output: z.looseObject({ id: z.string(), archived: z.boolean() }),
  channels: ({ channel }) => [channel],
  run: async ({ channel: given }, session, context) => {
    demandUser(session, 'Slack lets no bot open a channel again');
    const { id: channel } = await archivedDestination(session, given, context);
    await session.call('conversations.unarchive', { channel }, Done, context.signal);
    return { id: channel, archived: false };
  },
});
