import { fail } from '@portolan/runtime';
import type { ChannelFacts } from '../reading/channels.ts';

/** What the operator lets be read. */
export interface ReadingPolicy {
  readonly channels: readonly string[];
  readonly dms: boolean;
  /** @throws ToolError `forbidden` saying which setting would allow it */
  demand(channel: ChannelFacts): void;
  /** The part of it that the id alone decides, before anything is asked. */
  demandId(id: string): void;
  /** The part of it that the kind alone decides. */
  demandKind(kind: ChannelFacts['kind']): void;
  allows(channel: Pick<ChannelFacts, 'id' | 'kind'>): boolean;
}

export function createReadingPolicy(channels: readonly string[], dms: boolean): ReadingPolicy {
  const listed = new Set(channels);
  const isListed = (id: string) => listed.size === 0 || listed.has(id);
  const isDirect = (kind: ChannelFacts['kind']) => kind === 'dm' || kind === 'group_dm';
  const refuseDms = (): never =>
    fail('forbidden', 'Direct messages are not read here.', {
      next: 'Use a channel; the operator can allow direct messages with --read-dms.',
    });
  const demandKind = (kind: ChannelFacts['kind']) => {
    if (isDirect(kind) && !dms) refuseDms();
  };
  const demandId = (id: string) => {
    if (id.startsWith('D') && !dms) refuseDms();
    if (!isListed(id)) {
      fail('forbidden', `The channel ${id} is not among those that may be read.`, {
        next: 'Use one that get_me names; the operator can add it to --read-channels.',
        data: { channel: id },
      });
    }
  };
  return {
    channels,
    dms,
    demandId,
    demandKind,
    demand({ id, kind }) {
      demandKind(kind);
      demandId(id);
    },
    allows: ({ id, kind }) => isListed(id) && (dms || !isDirect(kind)),
  };
}
