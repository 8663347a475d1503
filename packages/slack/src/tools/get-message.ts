import { fail } from '@portolan/runtime';
import * as z from 'zod';
import { openChannel } from '../reading/open-channel.ts';
import { messageLink } from '../reading/permalink.ts';
import { readPage } from '../reading/read-page.ts';
import { ChannelArgument, type MessageReference, messageReference, Ts } from '../reading/references.ts';
import type { Message } from '../reading/shapes.ts';
import { showMessages, wholeTextBytes } from '../reading/show-message.ts';
import type { Session } from '../workspaces/session.ts';
import { defineSlackTool } from './define-slack-tool.ts';

export const getMessage = defineSlackTool({
  name: 'get_message',
  title: 'Get Message',
  toolset: 'messages',
  description:
    'One message whole, by link or by channel and ts, with those around it: before it in the channel, after it in a thread.',
  effect: 'read',
  input: {
    link: z.string().optional(),
    channel: ChannelArgument.optional(),
    ts: Ts.optional(),
    context: z.int().min(0).max(20).default(3),
  },
  output: z.looseObject({
    message: z.looseObject({ ts: z.string(), text: z.string() }),
    link: z.string(),
  }),
  channels: (given) => [messageReference(given).channel],
  run: async ({ context: around, ...given }, session, context) => {
    const { signal } = context;
    const reference = messageReference(given);
    const channel = await openChannel(session, reference.channel, context);
    const found = await findMessage(session, { ...reference, channel: channel.id }, around, signal);
    const [message] = await showMessages(session, [found.message], signal, wholeTextBytes);
    const identity = await session.identity(signal);
    return {
      channel: channel.id,
      name: channel.name,
      message: message ?? fail('not_found', 'There is no such message.'),
      link: messageLink(identity, channel.id, found.message.ts, found.message.thread_ts),
      around: await showMessages(session, found.around, signal, 1_000),
      untrusted: ['message.text', 'message.name', 'around[].text', 'around[].name'],
    };
  },
});

interface Found {
  readonly message: Message;
  readonly around: readonly Message[];
}

/** A message of the channel itself, or one in a thread, where the history does not show it. */
async function findMessage(
  session: Session,
  { channel, ts, threadTs }: MessageReference,
  around: number,
  signal: AbortSignal,
): Promise<Found> {
  if (threadTs === undefined || threadTs === ts) {
    const window = { channel, latest: ts, inclusive: true, limit: around + 1 };
    const { messages } = await readPage(session, window, signal);
    const found = pick(messages, ts);
    if (found !== undefined) return found;
  }
  const thread = { channel, threadTs: threadTs ?? ts, oldest: ts, inclusive: true, limit: around + 2 };
  const { messages } = await readPage(session, thread, signal);
  return (
    pick(messages, ts) ??
    fail('not_found', 'There is no such message.', {
      next: 'Read the channel and use the ts of a message in it.',
    })
  );
}

function pick(messages: readonly Message[], ts: string): Found | undefined {
  const message = messages.find((one) => one.ts === ts);
  return message && { message, around: messages.filter((one) => one !== message) };
}
