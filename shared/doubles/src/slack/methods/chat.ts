import { type Call, channelOf, type Methods, openChannelOf } from '../method.ts';
import { pageOf } from '../paging.ts';
import { refuse } from '../refusal.ts';
import { addMessage } from '../seed.ts';
import { messageShape, permalinkOf } from '../shapes.ts';
import { type DoubleChannel, type DoubleMessage, freshId } from '../world.ts';

/** Slack's own bounds of a message. */
const longestText = 40_000;
const mostBlocks = 50;
/** Of a section's text, and of all markdown blocks of a message together. */
const longestSection = 3_000;
const longestMarkdown = 12_000;

function demandContent({ given }: Call): { readonly text: string; readonly blocks: unknown } {
  const text = given.optional('text') ?? '';
  const blocks = given.json('blocks');
  if (text === '' && blocks === undefined) refuse('no_text');
  if (text.length > longestText) refuse('msg_too_long');
  if (blocks !== undefined) demandBlocks(blocks);
  return { text, blocks };
}

function demandBlocks(blocks: unknown): void {
  if (!Array.isArray(blocks) || blocks.length > mostBlocks) refuse('invalid_blocks');
  let markdown = 0;
  for (const block of blocks) {
    const text = textOf(block);
    if (block.type === 'markdown') markdown += text.length;
    else if (text.length > longestSection) refuse('invalid_blocks');
  }
  if (markdown > longestMarkdown) refuse('invalid_blocks');
}

function textOf(block: { readonly text?: unknown }): string {
  const { text } = block;
  if (typeof text === 'string') return text;
  return typeof text === 'object' && text !== null ? String(Reflect.get(text, 'text') ?? '') : '';
}

function messageOf(channel: DoubleChannel, ts: string): DoubleMessage {
  return channel.messages.find((message) => message.ts === ts) ?? refuse('message_not_found');
}

function post(call: Call): { readonly channel: DoubleChannel; readonly message: DoubleMessage } {
  const { world, token, given } = call;
  const channel = openChannelOf(call);
  const { text, blocks } = demandContent(call);
  const threadTs = given.optional('thread_ts');
  if (threadTs !== undefined && !channel.messages.some(({ ts }) => ts === threadTs))
    refuse('thread_not_found');
  const broadcast = given.flag('reply_broadcast');
  const message = addMessage(world, channel, {
    user: token.user,
    text,
    blocks,
    threadTs,
    botId: token.kind === 'bot' ? world.users.get(token.user)?.botId : undefined,
    subtype: broadcast ? 'thread_broadcast' : undefined,
    metadata: given.json('metadata'),
    unfurl: {
      links: given.optional('unfurl_links') !== 'false',
      media: given.optional('unfurl_media') !== 'false',
    },
  });
  return { channel, message };
}

export const chat: Methods = {
  'chat.postMessage': {
    scopes: ['chat:write'],
    run: (call) => {
      const { channel, message } = post(call);
      return { channel: channel.id, ts: message.ts, message: messageShape(call.world, channel, message) };
    },
  },
  'chat.update': {
    scopes: ['chat:write'],
    run: (call) => {
      const channel = openChannelOf(call);
      const message = messageOf(channel, call.given.text('ts'));
      if (message.user !== call.token.user) refuse('cant_update_message');
      const { text, blocks } = demandContent(call);
      Object.assign(message, { text, blocks, editedTs: `${call.world.clock}.000000` });
      return { channel: channel.id, ts: message.ts, text };
    },
  },
  'chat.delete': {
    scopes: ['chat:write'],
    run: (call) => {
      const channel = channelOf(call);
      const message = messageOf(channel, call.given.text('ts'));
      if (message.user !== call.token.user) refuse('cant_delete_message');
      channel.messages = channel.messages.filter((other) => other !== message);
      return { channel: channel.id, ts: message.ts };
    },
  },
  'chat.scheduleMessage': {
    scopes: ['chat:write'],
    run: (call) => {
      const { world, token, given } = call;
      const channel = openChannelOf(call);
      const { text } = demandContent(call);
      const postAt = given.number('post_at', 0);
      if (postAt <= world.clock) refuse('time_in_past');
      if (postAt > world.clock + 120 * 86_400) refuse('time_too_far');
      const id = freshId(world, 'Q');
      world.scheduled.set(id, { id, channel: channel.id, text, postAt, user: token.user });
      return { channel: channel.id, scheduled_message_id: id, post_at: postAt };
    },
  },
  'chat.scheduledMessages.list': {
    scopes: [],
    run: (call) => {
      const { world, token, given } = call;
      const channel = given.optional('channel');
      const mine = [...world.scheduled.values()].filter(
        (one) => one.user === token.user && (channel === undefined || one.channel === channel),
      );
      const { items, cursor } = pageOf(mine, given, 100);
      return {
        scheduled_messages: items.map(({ id, channel: channel_id, postAt, text }) => ({
          id,
          channel_id,
          post_at: postAt,
          date_created: world.clock,
          text,
        })),
        response_metadata: { next_cursor: cursor },
      };
    },
  },
  'chat.deleteScheduledMessage': {
    scopes: ['chat:write'],
    run: ({ world, token, given }) => {
      const found = world.scheduled.get(given.text('scheduled_message_id'));
      if (found?.user !== token.user || found.channel !== given.text('channel')) {
        refuse('invalid_scheduled_message_id');
      }
      world.scheduled.delete(found.id);
      return {};
    },
  },
  'chat.getPermalink': {
    scopes: [],
    run: (call) => {
      const channel = channelOf(call);
      const message = messageOf(channel, call.given.text('message_ts'));
      return { channel: channel.id, permalink: permalinkOf(call.world, channel, message) };
    },
  },
  'reactions.add': {
    scopes: ['reactions:write'],
    run: (call) => {
      const { reactions } = messageOf(openChannelOf(call), call.given.text('timestamp'));
      const name = call.given.text('name');
      if (name === 'nonsense') refuse('invalid_name');
      const users = reactions.get(name) ?? new Set();
      if (users.has(call.token.user)) refuse('already_reacted');
      reactions.set(name, users.add(call.token.user));
      return {};
    },
  },
  'reactions.remove': {
    scopes: ['reactions:write'],
    run: (call) => {
      const { reactions } = messageOf(openChannelOf(call), call.given.text('timestamp'));
      const name = call.given.text('name');
      if (!reactions.get(name)?.delete(call.token.user)) refuse('no_reaction');
      if (reactions.get(name)?.size === 0) reactions.delete(name);
      return {};
    },
  },
  'pins.list': {
    scopes: ['pins:read'],
    run: (call) => {
      const channel = channelOf(call);
      return {
        items: [...channel.pins].map((ts) => ({
          type: 'message',
          channel: channel.id,
          message: messageShape(call.world, channel, messageOf(channel, ts)),
        })),
      };
    },
  },
  'pins.add': {
    scopes: ['pins:write'],
    run: (call) => {
      const channel = openChannelOf(call);
      const { ts } = messageOf(channel, call.given.text('timestamp'));
      if (channel.pins.has(ts)) refuse('already_pinned');
      channel.pins.add(ts);
      return {};
    },
  },
  'pins.remove': {
    scopes: ['pins:write'],
    run: (call) => {
      const pinned = openChannelOf(call).pins.delete(call.given.text('timestamp'));
      return pinned ? {} : refuse('no_pin');
    },
  },
  'bookmarks.list': {
    scopes: ['bookmarks:read'],
    run: (call) => {
      const channel = channelOf(call, 'channel_id');
      return {
        bookmarks: channel.bookmarks.map((bookmark) => ({
          ...bookmark,
          channel_id: channel.id,
          type: 'link',
        })),
      };
    },
  },
  'bookmarks.add': {
    scopes: ['bookmarks:write'],
    run: (call) => {
      const channel = openChannelOf(call, 'channel_id');
      const [title, link] = [call.given.text('title'), call.given.text('link')];
      const bookmark = { id: freshId(call.world, 'Bk'), title, link };
      channel.bookmarks.push(bookmark);
      return { bookmark: { ...bookmark, channel_id: channel.id, type: 'link' } };
    },
  },
  'bookmarks.remove': {
    scopes: ['bookmarks:write'],
    run: (call) => {
      const channel = openChannelOf(call, 'channel_id');
      const id = call.given.text('bookmark_id');
      if (!channel.bookmarks.some((bookmark) => bookmark.id === id)) refuse('not_found');
      channel.bookmarks = channel.bookmarks.filter((bookmark) => bookmark.id !== id);
      return {};
    },
  },
};
