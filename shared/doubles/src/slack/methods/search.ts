import type { Call, Methods } from '../method.ts';
import { pageOf } from '../paging.ts';
import { refuse } from '../refusal.ts';
import { permalinkOf } from '../shapes.ts';
import type { DoubleChannel, DoubleMessage } from '../world.ts';

interface Found {
  readonly channel: DoubleChannel;
  readonly message: DoubleMessage;
}

/** Words and the modifiers `in:`, `from:`, `before:`, `after:`, `is:thread`, `has:link`; the newest first. */
function found({ world, token }: Call, query: string, kinds: readonly string[]): readonly Found[] {
  const terms = query.match(/"[^"]*"|\S+/g) ?? [];
  return [...world.channels.values()]
    .filter(({ kind, members }) => kinds.includes(kind) && (kind === 'public' || members.has(token.user)))
    .flatMap((channel) => channel.messages.map((message) => ({ channel, message })))
    .filter((one) => terms.every((term) => fits(one, term)))
    .toSorted((a, b) => b.message.ts.localeCompare(a.message.ts));
}

function fits({ channel, message }: Found, term: string): boolean {
  const [, modifier, value = ''] = /^(in|from|before|after|is|has):(.+)$/.exec(term) ?? [];
  const day = Date.parse(value) / 1_000;
  switch (modifier) {
    case 'in':
      return [channel.name, `<#${channel.id}>`].includes(value.replace(/^#/, ''));
    case 'from':
      return value === `<@${message.user}>`;
    case 'before':
      return Number(message.ts) < day;
    case 'after':
      return Number(message.ts) >= day + 86_400;
    case 'is':
      return message.threadTs !== undefined;
    case 'has':
      return message.text.includes('<http');
    default:
      return message.text.toLowerCase().includes(term.replaceAll('"', '').toLowerCase());
  }
}

export const search: Methods = {
  'search.messages': {
    scopes: ['search:read'],
    kind: 'user',
    run: (call) => {
      const { world, given } = call;
      const all = found(call, given.text('query'), ['public', 'private', 'im', 'mpim']);
      const count = given.number('count', 20);
      const page = given.number('page', 1);
      const items = all.slice((page - 1) * count, page * count);
      return {
        query: given.text('query'),
        messages: {
          total: all.length,
          pagination: {
            page,
            page_count: Math.ceil(all.length / count),
            per_page: count,
            total_count: all.length,
          },
          paging: { page, pages: Math.ceil(all.length / count), count, total: all.length },
          matches: items.map(({ channel, message }) => ({
            type: 'message',
            ts: message.ts,
            user: message.user,
            username: world.users.get(message.user)?.name ?? '',
            text: message.text,
            permalink: permalinkOf(world, channel, message),
            channel: {
              id: channel.id,
              name: channel.kind === 'im' ? message.user : channel.name,
              is_private: channel.kind !== 'public',
              is_im: channel.kind === 'im',
              is_mpim: channel.kind === 'mpim',
              is_ext_shared: channel.external,
            },
          })),
        },
      };
    },
  },
  'assistant.search.context': {
    scopes: ['search:read.public'],
    run: (call) => {
      const { world, token, given } = call;
      if (token.kind === 'bot' && given.optional('action_token') === undefined)
        refuse('invalid_action_token');
      const kinds = given.list('channel_types').map((type) => type.replace('_channel', ''));
      const { items, cursor } = pageOf(found(call, given.text('query'), kinds), given, 20, 20);
      return {
        results: {
          messages: items.map(({ channel, message }) => ({
            author_user_id: message.user,
            author_name: world.users.get(message.user)?.realName ?? '',
            team_id: world.team.id,
            channel_id: channel.id,
            channel_name: channel.name,
            message_ts: message.ts,
            content: message.text,
            is_author_bot: message.botId !== undefined,
            permalink: permalinkOf(world, channel, message),
          })),
        },
        response_metadata: { next_cursor: cursor },
      };
    },
  },
};
