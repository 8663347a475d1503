import { completionsOrNone, defineResource, ToolError } from '@portolan/runtime';
import { channelTypes } from '../reading/channel-types.ts';
import { type ChannelFacts, ChannelPage, channelFacts } from '../reading/channels.ts';
import { mayRead, openChannel } from '../reading/open-channel.ts';
import { readPage } from '../reading/read-page.ts';
import { renderMessages } from '../reading/render-messages.ts';
import { showMessages } from '../reading/show-message.ts';
import type { Context, Services } from '../services.ts';
import type { Session } from '../workspaces/session.ts';

const shownMessages = 50;
const listedPage = 100;
const mostCompleted = 100;

/** The channels the token is in, as far as they may be read. */
async function joined(session: Session, context: Context, limit: number, cursor?: string) {
  const given = {
    types: (await channelTypes(session, ['public', 'private'], context.signal)).types,
    exclude_archived: true,
    limit,
    ...(cursor !== undefined && { cursor }),
  };
  const page = await session.call('users.conversations', given, ChannelPage, context.signal);
  const channels = page.channels.map(channelFacts).filter((facts) => mayRead(facts, session, context));
  return { channels, cursor: page.response_metadata };
}

const nothing = { channels: [], cursor: undefined };

const noTokenCodes: ReadonlySet<string> = new Set(['permission_denied', 'unauthenticated']);

/** Undefined in a workspace where this caller has no token. */
function sessionIn(alias: string, { workspaces, caller }: Context): Session | undefined {
  try {
    return workspaces.session(alias, caller);
  } catch (error) {
    if (error instanceof ToolError && noTokenCodes.has(error.code)) return undefined;
    throw error;
  }
}

const entry = (workspace: string, { id, name }: ChannelFacts) => ({
  uri: `slack://${workspace}/${id}`,
  name: `#${name}`,
});

export const channel = defineResource<Services>({
  name: 'channel',
  title: 'Newest messages of a channel',
  description: 'The newest 50 messages of a channel, by its id, as text.',
  needs: ['get_channel_history', 'list_channels'],
  uri: 'slack://{workspace}/{channel}',
  mimeType: 'text/plain',
  list: async (cursor, context) => {
    const aliases = context.workspaces.aliases(context.caller);
    const [at = '0', ...rest] = (cursor ?? '0').split(' ');
    const alias = aliases[Number(at)];
    if (alias === undefined) return { resources: [] };
    const session = sessionIn(alias, context);
    const page = session ? await joined(session, context, listedPage, rest[0]) : nothing;
    const following = Number(at) + 1 < aliases.length ? `${Number(at) + 1}` : undefined;
    const nextCursor = page.cursor === undefined ? following : `${at} ${page.cursor}`;
    return {
      resources: page.channels.map((facts) => entry(alias, facts)),
      ...(nextCursor !== undefined && { nextCursor }),
    };
  },
  complete: {
    workspace: async (typed, _others, { workspaces, caller }) =>
      workspaces.aliases(caller).filter((alias) => alias.startsWith(typed)),
    channel: async (typed, { workspace }, context) =>
      completionsOrNone(async () => {
        const session = context.workspaces.session(workspace, context.caller);
        const { channels } = await joined(session, context, 1_000);
        const wanted = typed.replace(/^#/, '').toLowerCase();
        return channels
          .filter(({ id, name }) => id.startsWith(typed) || name.startsWith(wanted))
          .slice(0, mostCompleted)
          .map(({ id }) => id);
      }),
  },
  read: async ({ workspace = '', channel: id = '' }, context, uri) => {
    const session = context.workspaces.session(workspace, context.caller);
    const facts = await openChannel(session, id, context);
    const { messages } = await readPage(session, { channel: facts.id, limit: shownMessages }, context.signal);
    const shown = await showMessages(session, messages, context.signal);
    return [{ uri, mimeType: 'text/plain', text: `#${facts.name}\n${renderMessages(shown)}` }];
  },
});
