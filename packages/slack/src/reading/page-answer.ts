import * as z from 'zod';
import type { Session } from '../workspaces/session.ts';
import type { ChannelFacts } from './channels.ts';
import { namedOnce } from './named-once.ts';
import { channelLink } from './permalink.ts';
import { sealCursor } from './place-cursor.ts';
import { type ReadPage, restrictedNote } from './read-page.ts';
import { showMessages, untrustedMessages } from './show-message.ts';

/** A page of messages of one channel. */
export const PageAnswer = z.looseObject({
  messages: z.array(z.looseObject({ ts: z.string(), text: z.string() })),
  nextCursor: z.string().optional(),
});

/** @param question what the cursor to the next page belongs to */
export async function pageAnswer(
  session: Session,
  channel: ChannelFacts,
  page: ReadPage,
  question: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
) {
  return {
    channel: channel.id,
    name: channel.name,
    link: channelLink(await session.identity(signal), channel.id),
    ...namedOnce(await showMessages(session, page.messages, signal)),
    ...sealCursor(question, page.cursor),
    ...(page.restricted && { note: restrictedNote }),
    untrusted: untrustedMessages,
  };
}
