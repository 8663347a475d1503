import type { Arguments } from './arguments.ts';
import { refuse } from './refusal.ts';
import type { DoubleChannel, DoubleToken, World } from './world.ts';

/** One call as a method sees it. */
export interface Call {
  readonly world: World;
  readonly token: DoubleToken;
  readonly given: Arguments;
}

export interface Method {
  /** Any one of these allows it, unless every one is needed; a function where they depend on the arguments. */
  readonly scopes: readonly string[] | ((call: Call) => readonly string[]);
  readonly everyScope?: true;
  /** Kinds of token it takes; both where it is left out. */
  readonly kind?: 'bot' | 'user';
  readonly run: (call: Call) => Readonly<Record<string, unknown>>;
}

export type Methods = Readonly<Record<string, Method>>;

const families = { public: 'channels', private: 'groups', im: 'im', mpim: 'mpim' } as const;

/** `channels:history`, `groups:history`, `im:history` or `mpim:history`: by the kind of the channel named. */
export const byKind =
  (suffix: 'read' | 'history' | 'write', name = 'channel') =>
  ({ world, given }: Call): readonly string[] => {
    const channel = world.channels.get(given.optional(name) ?? '');
    const family = families[channel?.kind ?? 'public'];
    return suffix === 'write' && family === 'channels'
      ? ['channels:write', 'channels:manage']
      : [`${family}:${suffix}`];
  };

/** The channel named, as far as the token may see it. */
export function channelOf({ world, token, given }: Call, name = 'channel'): DoubleChannel {
  const channel = world.channels.get(given.text(name));
  const visible = channel && (channel.kind === 'public' || channel.members.has(token.user));
  return visible ? channel : refuse('channel_not_found');
}

/** The same, of which the token's user must be a member. */
export function joinedChannelOf(call: Call, name = 'channel'): DoubleChannel {
  const channel = channelOf(call, name);
  if (!channel.members.has(call.token.user)) refuse('not_in_channel');
  return channel;
}

/** The same, which must take changes. */
export function openChannelOf(call: Call, name = 'channel'): DoubleChannel {
  const channel = joinedChannelOf(call, name);
  if (channel.archived) refuse('is_archived');
  return channel;
}
