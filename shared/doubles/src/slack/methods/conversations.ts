import type { Arguments } from '../arguments.ts';
import { byKind, type Call, channelOf, joinedChannelOf, type Methods } from '../method.ts';
import { pageOf } from '../paging.ts';
import { refuse } from '../refusal.ts';
import { channelShape, messageShape } from '../shapes.ts';
import type { DoubleChannel } from '../world.ts';

/** What newer distributed apps outside the Marketplace get on a page (Slack's change of 29 May 2025). */
const restrictedPage = 15;

const kinds = { public_channel: 'public', private_channel: 'private', im: 'im', mpim: 'mpim' } as const;
const scopeOfType: Readonly<Record<string, string>> = {
  public_channel: 'channels:read',
  private_channel: 'groups:read',
  im: 'im:read',
  mpim: 'mpim:read',
};

/** Each type asked for needs its scope. */
function readScopes({ given }: Call): readonly string[] {
  const types = given.list('types');
  return (types.length === 0 ? ['public_channel'] : types).map(
    (type) => scopeOfType[type] ?? 'channels:read',
  );
}

function ofTypes({ given }: Call, channels: readonly DoubleChannel[]): DoubleChannel[] {
  const types = given.list('types');
  const wanted = new Set<string>((types.length === 0 ? ['public_channel'] : types).map(kindOf));
  return channels.filter(
    ({ kind, archived }) => wanted.has(kind) && !(archived && given.flag('exclude_archived')),
  );
}

const kindOf = (type: string): string =>
  Object.entries(kinds).find(([name]) => name === type)?.[1] ?? refuse('invalid_types');

function listed(
  call: Call,
  channels: readonly DoubleChannel[],
  shape: (channel: DoubleChannel) => object = (channel) => channelShape(channel, call.token.user, true),
) {
  const { items, cursor } = pageOf(ofTypes(call, channels), call.given, 100);
  return {
    channels: items.map(shape),
    response_metadata: { next_cursor: cursor },
  };
}

const inWindow = (given: Arguments) => {
  const oldest = Number(given.optional('oldest') ?? 0);
  const latest = Number(given.optional('latest') ?? Number.POSITIVE_INFINITY);
  const inclusive = given.flag('inclusive');
  return ({ ts }: { readonly ts: string }) => {
    const at = Number(ts);
    return inclusive ? at >= oldest && at <= latest : at > oldest && at < latest;
  };
};

export const conversations: Methods = {
  'conversations.list': {
    scopes: readScopes,
    everyScope: true,
    run: (call) =>
      listed(
        call,
        [...call.world.channels.values()].filter(
          ({ kind, members }) => kind === 'public' || members.has(call.token.user),
        ),
      ),
  },
  'users.conversations': {
    scopes: readScopes,
    everyScope: true,
    run: (call) =>
      listed(
        call,
        [...call.world.channels.values()].filter(({ members }) => members.has(call.token.user)),
        // Slack does not say there what everybody who asks is, nor how many are.
        (channel) => {
          const { is_member: _, ...rest } = { is_member: true, ...channelShape(channel, call.token.user) };
          return rest;
        },
      ),
  },
  'conversations.info': {
    scopes: byKind('read'),
    run: (call) => {
      const channel = channelOf(call);
      const lastRead = channel.lastRead.get(call.token.user);
      const shape = channelShape(channel, call.token.user, call.given.flag('include_num_members'));
      return { channel: { ...shape, ...(lastRead !== undefined && { last_read: lastRead }) } };
    },
  },
  'conversations.members': {
    scopes: byKind('read'),
    run: (call) => {
      const { items, cursor } = pageOf([...channelOf(call).members], call.given, 100);
      return { members: items, response_metadata: { next_cursor: cursor } };
    },
  },
  'conversations.history': {
    scopes: byKind('history'),
    run: (call) => {
      const { world, given, token } = call;
      const channel = token.kind === 'user' ? channelOf(call) : joinedChannelOf(call);
      const messages = channel.messages
        .filter(({ threadTs, subtype }) => threadTs === undefined || subtype === 'thread_broadcast')
        .filter(inWindow(given))
        .toSorted((a, b) => b.ts.localeCompare(a.ts));
      const most = world.restricted ? restrictedPage : 999;
      const { items, cursor } = pageOf(messages, given, Math.min(100, most), most);
      return {
        messages: items.map((message) =>
          messageShape(world, channel, message, given.flag('include_all_metadata')),
        ),
        has_more: cursor !== '',
        pin_count: channel.pins.size,
        response_metadata: { next_cursor: cursor },
      };
    },
  },
  'conversations.replies': {
    scopes: byKind('history'),
    run: (call) => {
      const { world, given, token } = call;
      const channel = token.kind === 'user' ? channelOf(call) : joinedChannelOf(call);
      const wanted = given.text('ts');
      const root = channel.messages.find(({ ts }) => ts === wanted);
      if (root === undefined) return refuse('thread_not_found');
      const top = root.threadTs ?? root.ts;
      const messages = channel.messages
        .filter(({ ts, threadTs }) => ts === top || threadTs === top)
        .filter((message) => message.ts === top || inWindow(given)(message));
      const most = world.restricted ? restrictedPage : 1_000;
      const { items, cursor } = pageOf(messages, given, Math.min(1_000, most), most);
      return {
        messages: items.map((message) =>
          messageShape(world, channel, message, given.flag('include_all_metadata')),
        ),
        has_more: cursor !== '',
        response_metadata: { next_cursor: cursor },
      };
    },
  },
  'conversations.mark': {
    scopes: byKind('write'),
    run: (call) => {
      joinedChannelOf(call).lastRead.set(call.token.user, call.given.text('ts'));
      return {};
    },
  },
};
