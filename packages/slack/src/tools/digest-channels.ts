import { ToolError } from '@portolan/runtime';
import * as z from 'zod';
import { openChannel } from '../reading/open-channel.ts';
import { readPage, restrictedNote } from '../reading/read-page.ts';
import { ChannelArgument } from '../reading/references.ts';
import { showMessages } from '../reading/show-message.ts';
import { slackTime } from '../reading/times.ts';
import type { Context } from '../services.ts';
import type { Session } from '../workspaces/session.ts';
import { defineSlackTool } from './define-slack-tool.ts';

const digestTextBytes = 400;

export const digestChannels = defineSlackTool({
  name: 'digest_channels',
  title: 'Digest Channels',
  toolset: 'messages',
  description:
    'What was said in several channels since a time, short, under one budget of messages. skipped: channels not read, and why.',
  effect: 'read',
  input: {
    channels: z.array(ChannelArgument).min(1).max(20),
    since: z.string().default('24h'),
    maxMessages: z.int().min(1).max(500).default(200),
  },
  output: z.looseObject({
    channels: z.array(
      z.looseObject({ id: z.string(), messages: z.array(z.looseObject({ ts: z.string() })) }),
    ),
    skipped: z.array(z.looseObject({ channel: z.string() })),
  }),
  channels: ({ channels }) => channels,
  run: async ({ channels: named, since, maxMessages }, session, context) => {
    const oldest = slackTime(since, 'since');
    const channels: Digest[] = [];
    const skipped: { channel: string; why: string; retryAfterMs?: number }[] = [];
    let left = maxMessages;
    for (const [done, channel] of named.entries()) {
      context.progress(done, named.length);
      if (left <= 0) {
        skipped.push({ channel, why: 'maxMessages is used up.' });
        continue;
      }
      // What one channel leaves over goes to the others.
      const share = Math.ceil(left / (named.length - done));
      try {
        const digest = await digestOne(session, channel, oldest, share, context);
        left -= digest.messages.length;
        channels.push(digest);
      } catch (error) {
        context.signal.throwIfAborted();
        if (!(error instanceof ToolError)) throw error;
        const { message: why, retryAfterMs } = error;
        skipped.push({ channel, why, ...(retryAfterMs !== undefined && { retryAfterMs }) });
      }
    }
    return {
      since,
      channels,
      skipped,
      ...(session.rateMode.restricted && { note: restrictedNote }),
      untrusted: ['channels[].name', 'channels[].messages[].text', 'channels[].messages[].name'],
    };
  },
});

interface Digest {
  readonly id: string;
  readonly name: string;
  readonly messages: { readonly ts: string; readonly [more: string]: unknown }[];
  readonly more?: true;
  readonly [more: string]: unknown;
}

async function digestOne(
  session: Session,
  named: string,
  oldest: string,
  limit: number,
  context: Context,
): Promise<Digest> {
  const { signal } = context;
  const { id, name } = await openChannel(session, named, context);
  const page = await readPage(session, { channel: id, oldest, limit: Math.min(limit, 200) }, signal);
  const messages = await showMessages(session, page.messages, signal, digestTextBytes);
  return { id, name, messages, ...(page.cursor !== undefined && { more: true }) };
}
