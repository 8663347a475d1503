import { boundText, cleanProse, peopleText } from '@portolan/runtime/untrusted-text';
import type { Session } from '../workspaces/session.ts';
import { blockText } from './block-text.ts';
import { mentionedUsers, readableText } from './readable-text.ts';
import type { File, Message } from './shapes.ts';
import { timeOf } from './times.ts';

const longestFileName = 200;
const longestAuthor = 160;

/** Of a message's text in a list, bytes; `get_message` gives more. */
const listedTextBytes = 4_000;
/** Slack's own bound is 40,000 characters. */
export const wholeTextBytes = 160_000;

/** A message for a model: who, when, what it says, and what hangs on it. */
export interface ShownMessage {
  readonly ts: string;
  readonly time: string;
  readonly user: string;
  readonly name?: string;
  readonly text: string;
  readonly omitted?: number;
  readonly threadTs?: string;
  readonly replies?: number;
  readonly lastReply?: string;
  readonly edited?: true;
  readonly reactions?: string;
  readonly files?: readonly ShownFile[];
  readonly [more: string]: unknown;
}

export interface ShownFile {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly size?: number;
  readonly [more: string]: unknown;
}

/** Where the texts of people are in an answer with messages. */
export const untrustedMessages = ['people', 'messages[].text', 'messages[].name', 'messages[].files[].name'];

/** Shows messages with the names of their authors and of those they mention. */
export async function showMessages(
  session: Session,
  messages: readonly Message[],
  signal: AbortSignal,
  textBytes = listedTextBytes,
): Promise<ShownMessage[]> {
  const texts = messages.map(textOf);
  const ids = messages.flatMap(({ user }) => user ?? []);
  await session.people.resolve([...ids, ...texts.flatMap(mentionedUsers)], signal);
  const names = { user: session.people.name, channel: (id: string) => session.channels.known(id)?.name };
  return messages.map((message, index) => {
    const text = peopleText(readableText(texts[index] ?? '', names), textBytes);
    return { ...head(message, session), ...text, ...tail(message) };
  });
}

/** Some messages say what they say in blocks or attachments only. */
const textOf = ({ text, blocks, attachments }: Message): string => {
  if (text !== '') return text;
  return [blockText(blocks ?? []), blockText(attachments ?? [])].filter((part) => part !== '').join('\n');
};

function head(message: Message, { people }: Session) {
  const { ts, user, bot_id } = message;
  const name = authorName(message) ?? (user === undefined ? undefined : people.name(user));
  return {
    ts,
    time: timeOf(ts),
    user: user ?? bot_id ?? 'unknown',
    ...(name !== undefined && { name: oneLine(name) }),
    ...(bot_id !== undefined && { bot: true }),
  };
}

/** A name with a line end in it could pass for a message of somebody else. */
export const oneLine = (name: string): string =>
  boundText(cleanProse(name).replaceAll(/\s+/g, ' '), longestAuthor).text;

/** What an app calls itself in this one message. */
const authorName = ({ username, bot_profile }: Message): string | undefined => username ?? bot_profile?.name;

function tail(message: Message) {
  const { ts, thread_ts, reply_count, latest_reply, edited, reactions, files } = message;
  return {
    ...(thread_ts !== undefined && thread_ts !== ts && { threadTs: thread_ts }),
    ...(reply_count !== undefined && reply_count > 0 && { replies: reply_count }),
    ...(latest_reply !== undefined && { lastReply: latest_reply }),
    ...(edited !== undefined && { edited: true as const }),
    ...(reactions !== undefined && reactions.length > 0 && { reactions: shownReactions(reactions) }),
    ...(files !== undefined && files.length > 0 && { files: files.map(shownFile) }),
  };
}

const shownReactions = (reactions: NonNullable<Message['reactions']>) =>
  reactions.map(({ name, count }) => `${name}:${count}`).join(' ');

export const shownFile = ({ id, name, title, mimetype, filetype, size }: File): ShownFile => ({
  id,
  name: boundText(cleanProse(name ?? title ?? ''), longestFileName).text,
  type: mimetype ?? filetype ?? 'unknown',
  ...(size !== undefined && { size }),
});
