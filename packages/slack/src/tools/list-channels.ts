import * as z from 'zod';
import { scanPages } from '../api/scan-pages.ts';
import { channelTypes } from '../reading/channel-types.ts';
import { ChannelPage, channelFacts } from '../reading/channels.ts';
import { channelLink } from '../reading/permalink.ts';
import { openPlace, sealPlace } from '../reading/place-cursor.ts';
import { showChannel } from '../reading/show-channel.ts';
import type { Session } from '../workspaces/session.ts';
import { defineSlackTool } from './define-slack-tool.ts';

const Kind = z.enum(['public', 'private', 'dm', 'group_dm']);
/** A filter is ours, Slack has none: up to 5,000 channels are looked at in one call. */
const scannedPage = 1_000;
const scannedPages = 5;

export const listChannels = defineSlackTool({
  name: 'list_channels',
  title: 'List Channels',
  toolset: 'channels',
  description:
    'Channels: id, name, topic; a link is linkBase + id. query: part of a name or topic. Only those joined, unless memberOnly is false; then member marks them.',
  effect: 'read',
  input: {
    query: z.string().optional(),
    memberOnly: z.boolean().default(true),
    kinds: z.array(Kind).min(1).default(['public', 'private']),
    archived: z.boolean().default(false),
    limit: z.int().min(1).max(200).default(100),
    cursor: z.string().optional(),
  },
  output: z.looseObject({
    channels: z.array(z.looseObject({ id: z.string(), name: z.string() })),
    nextCursor: z.string().optional(),
  }),
  run: async ({ cursor, workspace: _, ...question }, session, { reading, signal }) => {
    const { query, limit, kinds } = question;
    for (const kind of kinds) reading.demandKind(kind);
    const { types, missing } = await channelTypes(session, kinds, signal);
    const filtered = query !== undefined || reading.channels.length > 0;
    const { items, next, looked, repeated } = await scanPages({
      readPage: (at) =>
        readChannels(session, { ...question, types }, filtered ? scannedPage : limit, at, signal),
      fits: (facts) => reading.allows(facts) && matches(query, facts.name, facts.raw.topic?.value),
      limit,
      maxPages: scannedPages,
      start: openPlace(question, cursor),
    });
    const users = items.flatMap(({ user }) => user ?? []);
    await session.people.resolve(users, signal);
    return {
      linkBase: channelLink(await session.identity(signal), ''),
      channels: items.map((facts) => ({
        ...showChannel(facts, session),
        // Of the joined alone it would say the same in every row.
        ...(!question.memberOnly && { member: facts.member }),
      })),
      ...(query !== undefined && { looked }),
      ...sealPlace(question, next),
      ...(missing.length > 0 && { missing }),
      ...(repeated && { note: 'Slack repeated a page, so the list may be incomplete.' }),
      untrusted: ['channels[].name', 'channels[].topic'],
    };
  },
});

interface Question {
  readonly memberOnly: boolean;
  readonly types: string;
  readonly archived: boolean;
}

async function readChannels(
  session: Session,
  { memberOnly, types, archived }: Question,
  limit: number,
  cursor: string | undefined,
  signal: AbortSignal,
) {
  const given = {
    limit,
    types,
    exclude_archived: !archived,
    ...(cursor !== undefined && { cursor }),
  };
  const { channels, response_metadata } = await session.call(
    memberOnly ? 'users.conversations' : 'conversations.list',
    given,
    ChannelPage,
    signal,
  );
  // Those of users.conversations are joined, and Slack does not say so there.
  const joined = memberOnly ? channels.map((channel) => ({ ...channel, is_member: true })) : channels;
  return { items: joined.map(channelFacts), cursor: response_metadata };
}

function matches(query: string | undefined, ...texts: readonly (string | undefined)[]): boolean {
  const wanted = query?.replace(/^#/, '').toLowerCase() ?? '';
  return texts.some((text) => text?.toLowerCase().includes(wanted));
}
