import { fail } from '@portolan/runtime';
import { cleanProse } from '@portolan/runtime/untrusted-text';
import * as z from 'zod';
import type { SlackClient } from '../api/client.ts';
import { collectPages } from '../api/pages.ts';
import { channelId, parseLink } from './references.ts';
import { Channel, ResponseMetadata } from './shapes.ts';

export const ChannelPage = z.looseObject({ channels: z.array(Channel), response_metadata: ResponseMetadata });
const ChannelAnswer = z.looseObject({ channel: Channel });

export type ChannelKind = 'public' | 'private' | 'dm' | 'group_dm';

/** What is known of a channel, for a short while. */
export interface ChannelFacts {
  readonly id: string;
  readonly name: string;
  readonly kind: ChannelKind;
  readonly archived: boolean;
  /** A Slack Connect channel: people of other organisations read it. */
  readonly external: boolean;
  readonly member: boolean;
  /** Whose direct message it is. */
  readonly user: string | undefined;
  readonly raw: Channel;
}

export interface Channels {
  /** @throws ToolError `not_found` */
  facts(id: string, signal: AbortSignal): Promise<ChannelFacts>;
  /**
   * The id of a channel named by id, link or `#name`. A name is looked for among the channels the token is in.
   *
   * @throws ToolError `not_found`, `ambiguous`
   */
  idOf(named: string, signal: AbortSignal): Promise<string>;
  /** The same, asked for anew: what is kept does not say what was read meanwhile. */
  fresh(id: string, signal: AbortSignal): Promise<ChannelFacts>;
  known(id: string): ChannelFacts | undefined;
}

/** Somebody may archive, share or rename it meanwhile. */
const keptMs = 60_000;
/** 10,000 channels: no person is in more. */
const namePages = 10;
const namePageSize = 1_000;

export interface ChannelsOptions {
  /** How many are kept; 5,000 by default. */
  readonly mostChannels?: number;
  readonly now?: () => number;
}

function kindOf({ id, is_im, is_mpim, is_private, is_group }: Channel): ChannelKind {
  if (is_im || id.startsWith('D')) return 'dm';
  if (is_mpim) return 'group_dm';
  return is_private || is_group ? 'private' : 'public';
}

export const channelFacts = (raw: Channel): ChannelFacts => ({
  id: raw.id,
  name: cleanProse(raw.name),
  kind: kindOf(raw),
  archived: raw.is_archived ?? false,
  external: raw.is_ext_shared === true || raw.is_pending_ext_shared === true,
  member: raw.is_member ?? false,
  user: raw.user,
  raw,
});

export function createChannels(
  client: SlackClient,
  listable: (signal: AbortSignal) => Promise<string>,
  { mostChannels = 5_000, now = () => performance.now() }: ChannelsOptions = {},
): Channels {
  const kept = new Map<string, { readonly facts: ChannelFacts; readonly at: number }>();

  const keep = (facts: ChannelFacts) => {
    kept.delete(facts.id);
    kept.set(facts.id, { facts, at: now() });
    for (const id of kept.keys()) {
      if (kept.size <= mostChannels) break;
      kept.delete(id);
    }
  };
  const known = (id: string) => {
    const entry = kept.get(id);
    return entry && entry.at > now() - keptMs ? entry.facts : undefined;
  };

  const fresh = async (id: string, signal: AbortSignal) => {
    const given = { channel: id, include_num_members: true };
    const { channel } = await client.call('conversations.info', given, ChannelAnswer, signal);
    const facts = channelFacts(channel);
    keep(facts);
    return facts;
  };

  return {
    known,
    fresh,
    facts: async (id, signal) => known(id) ?? fresh(id, signal),
    async idOf(named, signal) {
      if (channelId.test(named)) return named;
      const linked = parseLink(named)?.channel;
      if (linked !== undefined) return linked;
      const name = named.replace(/^#/, '').toLowerCase();
      if (!/^[\p{L}\p{N}\p{M}_.-]{1,80}$/u.test(name)) {
        fail('invalid_arguments', 'The channel is neither an id, a link, nor a name.', {
          next: 'Find its id with list_channels.',
        });
      }
      return (await findByName(client, name, await listable(signal), signal)).id;
    },
  };
}

async function findByName(
  client: SlackClient,
  name: string,
  types: string,
  signal: AbortSignal,
): Promise<Channel> {
  const found: Channel[] = [];
  const renamed: Channel[] = [];
  const walked = await collectPages(
    async (cursor) => {
      const page = {
        limit: namePageSize,
        types,
        exclude_archived: false,
        ...(cursor !== undefined && { cursor }),
      };
      const { channels, response_metadata } = await client.call(
        'users.conversations',
        page,
        ChannelPage,
        signal,
      );
      found.push(...channels.filter((channel) => channel.name === name));
      renamed.push(...channels.filter((channel) => channel.previous_names?.includes(name)));
      return { items: [], cursor: response_metadata };
    },
    { maxPages: namePages, maxItems: 1 },
  );
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) return only;
  if (only !== undefined) {
    fail('ambiguous', `${found.length} channels are called #${name}.`, {
      next: 'Name the one you mean by its id.',
      data: { channels: found.map(({ id }) => id) },
    });
  }
  const [now] = renamed;
  const more = walked.cursor === undefined ? '' : ` among the first ${namePages * namePageSize}`;
  return fail('not_found', `The token is in no channel called #${name}${more}.`, {
    next:
      now === undefined
        ? 'Look for it with list_channels and memberOnly false, and name it by its id.'
        : `A channel that was called so is now ${now.id}: name it by its id.`,
  });
}
