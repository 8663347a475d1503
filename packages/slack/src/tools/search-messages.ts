import { peopleText } from '@portolan/runtime/untrusted-text';
import * as z from 'zod';
import { mayRead, rememberRead } from '../reading/open-channel.ts';
import { channelLink } from '../reading/permalink.ts';
import { openCursor, sealCursor } from '../reading/place-cursor.ts';
import { mentionedUsers, readableText } from '../reading/readable-text.ts';
import { ChannelArgument, userId } from '../reading/references.ts';
import { type Hit, searchMessages as search } from '../reading/search.ts';
import { oneLine } from '../reading/show-message.ts';
import { timeOf } from '../reading/times.ts';
import type { Session } from '../workspaces/session.ts';
import { defineSlackTool } from './define-slack-tool.ts';

const hitBytes = 1_500;

export const searchMessages = defineSlackTool({
  name: 'search_messages',
  title: 'Search Messages',
  toolset: 'messages',
  description:
    'Find messages by words; a link is linkBase + link. in: a channel; from: a user id; after, before: 7d, a date. Needs a user token.',
  effect: 'read',
  input: {
    query: z.string().min(1).max(500),
    in: ChannelArgument.optional(),
    from: z.string().regex(userId).optional(),
    after: z.string().optional(),
    before: z.string().optional(),
    inThreads: z.boolean().optional(),
    sort: z.enum(['score', 'timestamp']).default('timestamp'),
    limit: z.int().min(1).max(100).default(20),
    cursor: z.string().optional(),
  },
  output: z.looseObject({
    messages: z.array(z.looseObject({ ts: z.string(), text: z.string(), link: z.string() })),
    nextCursor: z.string().optional(),
  }),
  channels: (given) => [given.in],
  wanted: 'user',
  run: async ({ cursor, workspace: _, ...question }, session, context) => {
    const { signal, reading } = context;
    const channel = question.in === undefined ? undefined : await session.channels.idOf(question.in, signal);
    if (channel !== undefined) reading.demandId(channel);
    const at = openCursor(question, cursor);
    const page = await search(session, { ...question, in: channel }, at, reading.dms, signal);
    const allowed = page.hits.filter((hit) => mayRead(hit.channel, session, context));
    for (const { channel } of allowed) rememberRead(channel, session, context);
    // How many hits there are where one may not read would tell what is said there, one question at a time.
    const everywhere = reading.dms && reading.channels.length === 0 && context.permits === undefined;
    const linkBase = channelLink(await session.identity(signal), '');
    return {
      ...(allowed.length > 0 && { linkBase }),
      ...(everywhere && page.total !== undefined && { total: page.total }),
      messages: await showHits(session, linkBase, allowed, signal),
      ...(!everywhere && { note: 'Only hits that may be read here are shown.' }),
      ...sealCursor(question, page.cursor),
      untrusted: ['messages[].text', 'messages[].name', 'messages[].channelName'],
    };
  },
});

async function showHits(session: Session, linkBase: string, hits: readonly Hit[], signal: AbortSignal) {
  await session.people.resolve(
    hits.flatMap(({ user, text }) => [user, ...mentionedUsers(text)]).filter((id) => userId.test(id)),
    signal,
  );
  return hits.map(({ channel, ts, user, username, text, link }) => {
    const name = session.people.name(user) ?? (username === undefined ? undefined : oneLine(username));
    return {
      channel: channel.id,
      ...(channel.name !== '' && { channelName: peopleText(channel.name, 160).text }),
      ts,
      time: timeOf(ts),
      user,
      ...(name !== undefined && { name }),
      ...peopleText(readableText(text, { user: session.people.name }), hitBytes),
      // One of another address, as of another workspace of an organization, stays whole.
      link: link.startsWith(linkBase) ? link.slice(linkBase.length) : link,
    };
  });
}
