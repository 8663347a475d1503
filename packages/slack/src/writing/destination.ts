import { fail } from '@portolan/runtime';
import * as z from 'zod';
import { demandAudience } from '../policy/audience.ts';
import type { ChannelFacts } from '../reading/channels.ts';
import { isPermitted, refuseByPolicy } from '../reading/open-channel.ts';
import { channelId, messageTs, parseLink, userId } from '../reading/references.ts';
import type { Context } from '../services.ts';
import type { Session } from '../workspaces/session.ts';

const Opened = z.looseObject({ channel: z.looseObject({ id: z.string() }) });

/** Where to write, by id only: names change and can be taken over. */
export const DestinationId = z
  .string()
  .regex(/^[CDGUW][A-Z0-9]{6,}$/, 'an id: C…, G…, D…, or U… for a direct message');

/** The direct message with some people; opened when it is not. */
export async function openDirect(
  session: Session,
  users: readonly string[],
  signal: AbortSignal,
): Promise<string> {
  const given = { users: users.join(',') };
  return (await session.call('conversations.open', given, Opened, signal)).channel.id;
}

/** A place that may be written to, and whether it may at all. */
export async function destination(session: Session, id: string, context: Context): Promise<ChannelFacts> {
  const kept = await listedPlace(session, id, context);
  // It may have been opened again since it was looked at.
  const facts = kept.archived ? await session.channels.fresh(kept.id, context.signal) : kept;
  if (facts.archived) {
    fail('unsupported', 'The channel is archived and takes no changes.', { next: 'Use another channel.' });
  }
  return facts;
}

/** The same for a channel that is to be opened again, as Slack says it is now. */
export async function archivedDestination(
  session: Session,
  id: string,
  context: Context,
): Promise<ChannelFacts> {
  const { id: channel } = await listedPlace(session, id, context);
  const facts = await session.channels.fresh(channel, context.signal);
  if (!facts.archived)
    fail('already_exists', 'The channel is not archived.', { next: 'Nothing is left to do.' });
  return facts;
}

/** What the lists of the operator and the policy of the caller allow, archived or not. */
async function listedPlace(session: Session, id: string, context: Context): Promise<ChannelFacts> {
  const { posting, signal } = context;
  // What no list allows is refused before anything is asked or opened.
  if (userId.test(id)) posting.demand(id);
  const channel = userId.test(id) ? await openDirect(session, [id], signal) : id;
  if (!channel.startsWith('D') && !userId.test(id)) posting.demand(channel);
  const facts = await session.channels.facts(channel, signal);
  posting.demand(channel, facts.user);
  // A call can name a direct message by its own id or by the person, and a policy can deny either.
  if (!isPermitted(facts, session, context)) refuseByPolicy(channel);
  return facts;
}

/** The same for something that people will read. */
export async function audience(session: Session, id: string, context: Context): Promise<ChannelFacts> {
  const facts = await destination(session, id, context);
  await demandAudience(facts, session, context);
  return facts;
}

/**
 * The thread named by a ts or a link.
 *
 * @throws ToolError `invalid_arguments` where the link is to another channel
 */
export function threadOf(thread: string | undefined, channel: string): string | undefined {
  if (thread === undefined || messageTs.test(thread)) return thread;
  const link = parseLink(thread);
  const ts = link?.threadTs ?? link?.ts;
  if (ts === undefined) return fail('invalid_arguments', 'thread is neither a ts nor a link to a message.');
  if (channelId.test(channel) && link?.channel !== channel) {
    fail('invalid_arguments', `The thread is in ${link?.channel}, not in ${channel}.`);
  }
  return ts;
}
