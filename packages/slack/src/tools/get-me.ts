import * as z from 'zod';
import { defineSlackTool } from './define-slack-tool.ts';

export const getMe = defineSlackTool({
  name: 'get_me',
  title: 'Get Me',
  toolset: 'context',
  description: 'Whose token this is, its scopes, where it may read and post, the rate mode. Call it first.',
  effect: 'read',
  input: {},
  output: z.looseObject({
    team: z.string(),
    user: z.string(),
    scopes: z.array(z.string()),
    // What is not allowed is said, too.
    reads: z.looseObject({ dms: z.boolean() }),
    posts: z.looseObject({ channels: z.array(z.string()) }),
  }),
  run: async (_input, session, { workspaces, reading, posting, caller, signal }) => {
    const { team, team_id, url, user, user_id, bot_id, scopes } = await session.identity(signal);
    const { rateMode, credential } = session;
    const aliases = workspaces.aliases(caller);
    return {
      workspace: session.alias,
      ...(aliases.length > 1 && { workspaces: aliases }),
      team,
      teamId: team_id,
      url,
      user,
      userId: user_id,
      ...(bot_id !== undefined && { botId: bot_id }),
      token: credential.kind,
      scopes: scopes ?? [],
      reads: {
        channels: reading.channels.length === 0 ? 'all the token sees' : reading.channels,
        dms: reading.dms,
      },
      posts: {
        channels: [...posting.listed],
        ...(posting.listed.length > 0 && { widerAudience: posting.widerAudience }),
      },
      rateMode: { restricted: rateMode.restricted, how: rateMode.how },
    };
  },
});
