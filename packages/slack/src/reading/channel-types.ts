import type { Session } from '../workspaces/session.ts';
import type { ChannelKind } from './channels.ts';

const types = {
  public: { type: 'public_channel', scope: 'channels:read' },
  private: { type: 'private_channel', scope: 'groups:read' },
  dm: { type: 'im', scope: 'im:read' },
  group_dm: { type: 'mpim', scope: 'mpim:read' },
} as const satisfies Readonly<Record<ChannelKind, { readonly type: string; readonly scope: string }>>;

export interface ChannelTypes {
  /** As Slack takes them. */
  readonly types: string;
  /** Kinds left out, each with the scope it needs. */
  readonly missing: readonly string[];
}

/**
 * The kinds of channels that a token may list. Slack refuses them all where it lacks the scope of one, so those are
 * left out and said; where none is left, Slack says itself what is needed.
 */
export async function channelTypes(
  session: Session,
  kinds: readonly ChannelKind[],
  signal: AbortSignal,
): Promise<ChannelTypes> {
  const scopes = (await session.identity(signal)).scopes;
  const listable = kinds.filter((kind) => scopes?.includes(types[kind].scope) ?? true);
  const chosen = listable.length === 0 ? kinds : listable;
  return {
    types: chosen.map((kind) => types[kind].type).join(','),
    missing: kinds
      .filter((kind) => !chosen.includes(kind))
      .map((kind) => `${kind} channels: the token lacks the scope ${types[kind].scope}`),
  };
}
