import { fail } from '@portolan/runtime';
import * as z from 'zod';
import { userId } from '../reading/references.ts';
import { openDirect } from '../writing/destination.ts';
import { defineSlackTool } from './define-slack-tool.ts';

export const openDm = defineSlackTool({
  name: 'open_dm',
  title: 'Open Direct Message',
  toolset: 'post',
  description:
    'The channel id of the direct message with a person, or with up to eight; it is opened if need be.',
  effect: 'write',
  idempotent: true,
  input: { users: z.array(z.string().regex(userId)).min(1).max(8) },
  output: z.looseObject({ channel: z.string() }),
  channels: ({ users }) => users,
  run: async ({ users }, session, { posting, signal }) => {
    const refused = users.filter((user) => !posting.allows(user));
    if (refused.length > 0) {
      fail('forbidden', `Writing to ${refused.join(', ')} directly is not allowed.`, {
        next: 'The operator can add the user ids to --post-channels.',
      });
    }
    return { channel: await openDirect(session, users, signal) };
  },
});
