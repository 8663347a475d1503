import { cleanProse, peopleText } from '@portolan/runtime/untrusted-text';
import type { Session } from '../workspaces/session.ts';
import type { ChannelFacts } from './channels.ts';
import { readableText } from './readable-text.ts';

const topicBytes = 250;

/** A channel in a list. Public, open channels are the rule; only what differs is said. */
export function showChannel(channel: ChannelFacts, { people }: Session) {
  const { id, kind, archived, external, user, raw } = channel;
  const topic = peopleText(readableText(raw.topic?.value ?? '', { user: people.name }), topicBytes).text;
  return {
    id,
    name: user === undefined ? channel.name : cleanProse(people.name(user) ?? user),
    ...(kind !== 'public' && { kind }),
    ...(topic !== '' && { topic }),
    ...(raw.num_members !== undefined && { members: raw.num_members }),
    ...(archived && { archived }),
    ...(external && { external }),
    ...(user !== undefined && { user }),
  };
}
