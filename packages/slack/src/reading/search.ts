import * as z from 'zod';
import type { Session } from '../workspaces/session.ts';
import { factsIfTold } from './facts-if-told.ts';
import { ResponseMetadata } from './shapes.ts';
import { slackTime } from './times.ts';

/** One hit, from either of Slack's searches. */
export interface Hit {
  readonly channel: {
    readonly id: string;
    readonly name: string;
    readonly kind: 'public' | 'private' | 'dm' | 'group_dm';
  };
  readonly ts: string;
  readonly user: string;
  /** What an app calls itself. */
  readonly username?: string;
  readonly text: string;
  readonly link: string;
}

export interface SearchPage {
  readonly hits: readonly Hit[];
  readonly cursor: string | undefined;
  readonly total?: number;
}

export interface SearchQuestion {
  readonly query: string;
  readonly in?: string | undefined;
  readonly from?: string | undefined;
  readonly after?: string | undefined;
  readonly before?: string | undefined;
  readonly inThreads?: boolean | undefined;
  readonly sort: 'score' | 'timestamp';
  readonly limit: number;
}

const Classic = z.looseObject({
  messages: z.looseObject({
    total: z.number().optional(),
    paging: z.looseObject({ page: z.number(), pages: z.number() }).optional(),
    matches: z.array(
      z.looseObject({
        ts: z.string(),
        user: z.string().nullish(),
        username: z.string().nullish(),
        text: z.string().catch(''),
        permalink: z.string().catch(''),
        channel: z.looseObject({
          id: z.string(),
          name: z.string().catch(''),
          is_private: z.boolean().optional(),
          is_im: z.boolean().optional(),
          is_mpim: z.boolean().optional(),
        }),
      }),
    ),
  }),
});

const Assistant = z.looseObject({
  results: z.looseObject({
    messages: z.array(
      z.looseObject({
        author_user_id: z.string().catch(''),
        channel_id: z.string(),
        channel_name: z.string().catch(''),
        message_ts: z.string(),
        content: z.string().catch(''),
        permalink: z.string().catch(''),
      }),
    ),
  }),
  response_metadata: ResponseMetadata,
});

/** Slack's own modifiers for the fields of a question. */
function modifiers({ in: channel, from, inThreads }: SearchQuestion): string[] {
  return [
    ...(channel === undefined ? [] : [`in:<#${channel}>`]),
    ...(from === undefined ? [] : [`from:<@${from}>`]),
    ...(inThreads ? ['is:thread'] : []),
  ];
}

/** Which of Slack's two searches a token can use: the older needs `search:read`, which only people's tokens have. */
export async function searchMessages(
  session: Session,
  question: SearchQuestion,
  cursor: string | undefined,
  dms: boolean,
  signal: AbortSignal,
): Promise<SearchPage> {
  const scopes = (await session.identity(signal)).scopes;
  const classic =
    session.credential.kind === 'user' && (scopes === undefined || scopes.includes('search:read'));
  return classic
    ? searchClassic(session, question, cursor, signal)
    : searchAssistant(session, question, cursor, dms, signal);
}

/** A day, as `before:` and `after:` take it; both leave the day itself out. */
const day = (given: string, argument: string, shiftDays: number) =>
  new Date((Number(slackTime(given, argument)) + shiftDays * 86_400) * 1_000).toISOString().slice(0, 10);

async function searchClassic(
  session: Session,
  question: SearchQuestion,
  cursor: string | undefined,
  signal: AbortSignal,
): Promise<SearchPage> {
  const { after, before, limit, sort } = question;
  const query = [
    question.query,
    ...modifiers(question),
    ...(after === undefined ? [] : [`after:${day(after, 'after', -1)}`]),
    ...(before === undefined ? [] : [`before:${day(before, 'before', 1)}`]),
  ].join(' ');
  const page = Math.max(1, Number(cursor ?? '1') || 1);
  const { messages } = await session.call(
    'search.messages',
    { query, count: limit, page, sort, sort_dir: 'desc' },
    Classic,
    signal,
  );
  const more = messages.paging !== undefined && messages.paging.page < messages.paging.pages;
  return {
    hits: messages.matches.map(({ ts, user, username, text, permalink, channel }) => ({
      channel: { id: channel.id, name: channel.name, kind: classicKind(channel) },
      ts,
      user: user ?? 'unknown',
      ...(user == null && username != null && { username }),
      text,
      link: permalink,
    })),
    cursor: more ? String(page + 1) : undefined,
    ...(messages.total !== undefined && { total: messages.total }),
  };
}

/** What Slack does not say to be public counts as private. */
function classicKind(channel: {
  readonly id: string;
  readonly is_private?: boolean | undefined;
  readonly is_im?: boolean | undefined;
  readonly is_mpim?: boolean | undefined;
}): Hit['channel']['kind'] {
  if (channel.is_im || channel.id.startsWith('D')) return 'dm';
  if (channel.is_mpim) return 'group_dm';
  return channel.is_private === false ? 'public' : 'private';
}

async function searchAssistant(
  session: Session,
  question: SearchQuestion,
  cursor: string | undefined,
  dms: boolean,
  signal: AbortSignal,
): Promise<SearchPage> {
  const { after, before, limit, sort } = question;
  const types = ['public_channel', 'private_channel', ...(dms ? ['im', 'mpim'] : [])];
  const given = {
    query: [question.query, ...modifiers(question)].join(' '),
    content_types: 'messages',
    channel_types: types.join(','),
    // Slack's own bound of a page.
    limit: Math.min(limit, 20),
    sort,
    ...(after !== undefined && { after: Math.floor(Number(slackTime(after, 'after'))) }),
    ...(before !== undefined && { before: Math.ceil(Number(slackTime(before, 'before'))) }),
    ...(cursor !== undefined && { cursor }),
  };
  // The library has no name for this method yet.
  const answer = await session.call('assistant.search.context', given, Assistant, signal);
  const hits = await Promise.all(
    answer.results.messages.map(async ({ channel_id, channel_name, ...message }) => ({
      channel: { id: channel_id, name: channel_name, kind: await kindOfHit(session, channel_id, signal) },
      ts: message.message_ts,
      user: message.author_user_id,
      text: message.content,
      link: message.permalink,
    })),
  );
  return { hits, cursor: answer.response_metadata };
}

/** This search does not say what kind of channel a hit is in; where Slack does not tell either, it counts as private. */
async function kindOfHit(session: Session, id: string, signal: AbortSignal): Promise<Hit['channel']['kind']> {
  if (id.startsWith('D')) return 'dm';
  return (await factsIfTold(session, id, signal))?.kind ?? 'private';
}
