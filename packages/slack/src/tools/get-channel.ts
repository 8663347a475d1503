import { ToolError } from '@portolan/runtime';
import { cleanProse, peopleText } from '@portolan/runtime/untrusted-text';
import * as z from 'zod';
import type { ChannelFacts } from '../reading/channels.ts';
import { openChannel } from '../reading/open-channel.ts';
import { channelLink } from '../reading/permalink.ts';
import { readableText } from '../reading/readable-text.ts';
import { ChannelArgument } from '../reading/references.ts';
import { Message } from '../reading/shapes.ts';
import { showChannel } from '../reading/show-channel.ts';
import { showMessages } from '../reading/show-message.ts';
import type { Session } from '../workspaces/session.ts';
import { defineSlackTool } from './define-slack-tool.ts';

const mostPins = 20;
const pinBytes = 500;
const purposeBytes = 1_000;

const Pins = z.looseObject({ items: z.array(z.looseObject({ message: Message.optional() })) });
const Bookmarks = z.looseObject({
  bookmarks: z.array(
    z.looseObject({ id: z.string(), title: z.string().catch(''), link: z.string().nullish() }),
  ),
});

export const getChannel = defineSlackTool({
  name: 'get_channel',
  title: 'Get Channel',
  toolset: 'channels',
  description:
    'One channel: topic, purpose, members, pins, bookmarks, its canvas. channel: id, link or #name.',
  effect: 'read',
  input: { channel: ChannelArgument },
  output: z.looseObject({ id: z.string(), name: z.string() }),
  channels: ({ channel }) => [channel],
  run: async ({ channel: named }, session, context) => {
    const { signal } = context;
    const channel = await openChannel(session, named, context);
    const { raw } = channel;
    const missing: string[] = [];
    const pins = await partly('pins', missing, signal, () => readPins(session, channel, signal));
    const bookmarks = await partly('bookmarks', missing, signal, () =>
      readBookmarks(session, channel, signal),
    );
    await session.people.resolve(channel.user === undefined ? [] : [channel.user], signal);
    const purpose = readableText(raw.purpose?.value ?? '', { user: session.people.name });
    const canvas = raw.properties?.canvas?.file_id;
    return {
      ...showChannel(channel, session),
      link: channelLink(await session.identity(signal), channel.id),
      kind: channel.kind,
      member: channel.member,
      ...(purpose !== '' && { purpose: peopleText(purpose, purposeBytes).text }),
      ...(raw.created !== undefined && { created: new Date(raw.created * 1_000).toISOString() }),
      ...(raw.previous_names !== undefined &&
        raw.previous_names.length > 0 && { formerNames: raw.previous_names.map(cleanProse) }),
      ...(pins && { pins }),
      ...(bookmarks && { bookmarks }),
      ...(canvas !== undefined && { canvas }),
      ...(missing.length > 0 && { missing }),
      untrusted: [
        'name',
        'topic',
        'purpose',
        'formerNames',
        'pins[].text',
        'bookmarks[].title',
        'bookmarks[].link',
      ],
    };
  },
});

async function readPins(session: Session, { id }: ChannelFacts, signal: AbortSignal) {
  const { items } = await session.call('pins.list', { channel: id }, Pins, signal);
  const messages = items.flatMap(({ message }) => message ?? []).slice(0, mostPins);
  const shown = await showMessages(session, messages, signal, pinBytes);
  return shown.map(({ ts, user, name, text }) => ({ ts, user, ...(name !== undefined && { name }), text }));
}

async function readBookmarks(session: Session, { id }: ChannelFacts, signal: AbortSignal) {
  const { bookmarks } = await session.call('bookmarks.list', { channel_id: id }, Bookmarks, signal);
  return bookmarks.map(({ id: bookmark, title, link }) => ({
    id: bookmark,
    title: peopleText(title, 200).text,
    ...(link != null && { link: cleanProse(link) }),
  }));
}

/** A part that the token has no scope for is left out and said, instead of failing the whole. */
async function partly<Part>(
  name: string,
  missing: string[],
  signal: AbortSignal,
  read: () => Promise<Part>,
): Promise<Part | undefined> {
  try {
    return await read();
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof ToolError)) throw error;
    missing.push(`${name}: ${error.message}`);
    return undefined;
  }
}
