import { fail } from '@portolan/runtime';
import { sourceOf } from '../policy/provenance.ts';
import type { Context } from '../services.ts';
import type { Session } from '../workspaces/session.ts';
import type { ChannelFacts } from './channels.ts';

type Reading = Pick<Context, 'reading' | 'provenance' | 'caller' | 'signal' | 'permits'>;

/**
 * A channel whose content is about to be read, when that is allowed; that it was read is remembered.
 *
 * @param named an id, a link, or `#name`
 * @throws ToolError `forbidden`, `not_found`, `ambiguous`
 */
export async function openChannel(session: Session, named: string, context: Reading): Promise<ChannelFacts> {
  const id = await session.channels.idOf(named, context.signal);
  context.reading.demandId(id);
  const channel = await session.channels.facts(id, context.signal);
  context.reading.demand(channel);
  // A name or a link leads to an id, and the policy is about ids.
  if (!mayRead(channel, session, context)) {
    refuseByPolicy(channel.id);
  }
  rememberRead(channel, session, context);
  return channel;
}

export const refuseByPolicy = (id: string): never =>
  fail('forbidden', `The policy does not allow you the channel ${id}.`);

/** Remembers that something was read there, so that it is not posted where others read. */
export function rememberRead(
  channel: Pick<ChannelFacts, 'id' | 'kind' | 'name'>,
  { alias }: Pick<Session, 'alias'>,
  { provenance, caller }: Pick<Context, 'provenance' | 'caller'>,
): void {
  provenance.read(caller.id, sourceOf(channel, alias));
}

/** Whether what a call comes upon may be shown: by the settings, and by the policy of the caller. */
export function mayRead(
  channel: PolicyNames & Pick<ChannelFacts, 'kind'>,
  session: Pick<Session, 'alias'>,
  context: Pick<Context, 'reading' | 'permits'>,
): boolean {
  return context.reading.allows(channel) && isPermitted(channel, session, context);
}

/** What a policy can know a channel by: its id, and for a direct message the person's. */
type PolicyNames = Pick<ChannelFacts, 'id'> & Partial<Pick<ChannelFacts, 'user'>>;

/** Whether the policy allows a channel by one of its names, and denies it by none. */
export function isPermitted(
  { id, user }: PolicyNames,
  { alias }: Pick<Session, 'alias'>,
  { permits }: Pick<Context, 'permits'>,
): boolean {
  const names = user === undefined ? id : [id, user];
  return permits?.({ workspace: [alias], channel: [names] }) ?? true;
}
