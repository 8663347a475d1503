import type { Session } from '../workspaces/session.ts';
import type { Message } from './shapes.ts';
import { MessagePage } from './shapes.ts';

/** Which messages of a channel or thread. */
export interface Window {
  readonly channel: string;
  /** The thread; the channel itself where it is left out. */
  readonly threadTs?: string;
  readonly oldest?: string | undefined;
  readonly latest?: string | undefined;
  readonly inclusive?: boolean;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface ReadPage {
  readonly messages: readonly Message[];
  readonly cursor: string | undefined;
  /** Asked for one page of fewer, because Slack limits this app. */
  readonly restricted: boolean;
}

/** Reads one page of history or of a thread, in the size that this app may ask for, and learns from what comes. */
export async function readPage(session: Session, window: Window, signal: AbortSignal): Promise<ReadPage> {
  const { channel, threadTs, oldest, latest, inclusive, cursor } = window;
  const limit = session.rateMode.page(window.limit);
  const given = {
    channel,
    limit,
    ...(oldest !== undefined && { oldest }),
    ...(latest !== undefined && { latest }),
    ...(inclusive && { inclusive }),
    ...(cursor !== undefined && { cursor }),
  };
  const page =
    threadTs === undefined
      ? await session.call('conversations.history', given, MessagePage, signal)
      : await session.call('conversations.replies', { ...given, ts: threadTs }, MessagePage, signal);
  const next = page.response_metadata;
  session.rateMode.sawPage(limit, page.messages.length, next !== undefined || page.has_more === true);
  return { messages: page.messages, cursor: next, restricted: session.rateMode.restricted };
}

/** What an answer says where Slack limits this app. */
export const restrictedNote =
  'Slack lets this app read history once a minute, 15 messages at a time. Ask for little, and wait a minute between calls.';
