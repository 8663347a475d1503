import * as z from 'zod';
import { scanPages } from '../api/scan-pages.ts';
import { channelTypes } from '../reading/channel-types.ts';
import { type ChannelFacts, ChannelPage, channelFacts } from '../reading/channels.ts';
import { demandUser } from '../reading/demand-user.ts';
import { mayRead, rememberRead } from '../reading/open-channel.ts';
import { openPlace, sealPlace } from '../reading/place-cursor.ts';
import { readPage, restrictedNote } from '../reading/read-page.ts';
import { showMessages } from '../reading/show-message.ts';
import type { Context } from '../services.ts';
import type { Session } from '../workspaces/session.ts';
import { defineSlackTool } from './define-slack-tool.ts';

const unreadTextBytes = 400;
const mostUnread = 20;

export const listUnreads = defineSlackTool({
  name: 'list_unreads',
  title: 'List Unread Messages',
  toolset: 'unread',
  description:
    'Unread messages of channels the user is in, the newest of each. One call looks at some channels, two requests each; go on with nextCursor.',
  effect: 'read',
  wanted: 'user',
  input: {
    channels: z.int().min(1).max(20).default(10).describe('How many to look at'),
    cursor: z.string().optional(),
  },
  output: z.looseObject({
    channels: z.array(z.looseObject({ id: z.string(), unread: z.int() })),
    nextCursor: z.string().optional(),
  }),
  run: async ({ channels: limit, cursor, workspace: _ }, session, context) => {
    demandUser(session);
    const { reading, signal } = context;
    const kinds = ['public', 'private', ...(reading.dms ? (['dm', 'group_dm'] as const) : [])] as const;
    const { types, missing } = await channelTypes(session, kinds, signal);
    const { items, next } = await scanPages({
      async readPage(at) {
        const given = { types, exclude_archived: true, limit: 200, ...(at !== undefined && { cursor: at }) };
        const page = await session.call('users.conversations', given, ChannelPage, signal);
        return { items: page.channels.map(channelFacts), cursor: page.response_metadata };
      },
      fits: (facts) => mayRead(facts, session, context),
      limit,
      maxPages: 5,
      start: openPlace({}, cursor),
    });
    const unread = [];
    for (const [done, channel] of items.entries()) {
      context.progress(done, items.length);
      unread.push(await unreadOf(session, channel, context));
    }
    return {
      looked: items.length,
      channels: unread.filter((one) => one.unread > 0),
      ...sealPlace({}, next),
      ...(missing.length > 0 && { missing }),
      ...(session.rateMode.restricted && { note: restrictedNote }),
      untrusted: ['channels[].name', 'channels[].messages[].text', 'channels[].messages[].name'],
    };
  },
});

async function unreadOf(session: Session, listed: ChannelFacts, context: Context) {
  const { signal } = context;
  const channel = await session.channels.fresh(listed.id, signal);
  const oldest = channel.raw.last_read ?? '0';
  const page = await readPage(session, { channel: channel.id, oldest, limit: mostUnread }, signal);
  if (page.messages.length > 0) rememberRead(channel, session, context);
  return {
    id: channel.id,
    name: channel.name,
    lastRead: oldest,
    unread: page.messages.length,
    ...(page.cursor !== undefined && { more: true }),
    messages: await showMessages(session, page.messages.slice(0, 5), signal, unreadTextBytes),
  };
}
