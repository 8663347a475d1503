import { expect, it } from 'vitest';
import * as z from 'zod';
import { connectTools, type ToolsClient } from '../../src/test-support.ts';

/** A workspace that some Slack serves: a double, somebody else's double, or Slack itself. */
export interface Workspace {
  readonly token: string;
  /** A channel that the token is in and may write to. Without one, what reads runs in a channel that the token is in. */
  readonly channel?: string;
  /** Where it is served; Slack itself where it is left out. */
  readonly urls?: { readonly api: string; readonly files: string };
  /** What this one does not have. */
  readonly lacks?: readonly ('metadata' | 'member_channels' | 'files')[];
}

type Opened = ToolsClient & Workspace & { readonly channel: string };
type Open = () => Promise<Opened>;

/** What this server does with any Slack, in the same words for each. Every message it makes it deletes. */
export function describeWorkspace(
  make: () => Promise<Workspace>,
  { writes = true }: { readonly writes?: boolean } = {},
): void {
  const open: Open = async () => {
    const workspace = await make();
    const { token, channel, urls } = workspace;
    const at = urls === undefined ? [] : ['--api-url', urls.api, '--files-url', urls.files];
    const isUser = token.startsWith('xoxp-');
    const posting = channel === undefined ? [] : ['--post-channels', channel, '--wider-audience', 'allow'];
    const client = await connectTools({
      ...(isUser ? { user: token } : { bot: token }),
      argv: [...at, ...posting],
      confirms: true,
    });
    return { ...workspace, ...client, channel: channel ?? (await joinedChannel(client)) };
  };
  describeReads(open);
  if (writes) describeChanges(open);
}

/** The first channel that the token is in. */
async function joinedChannel({ ok }: ToolsClient): Promise<string> {
  const { channels } = Channels.parse(await ok('list_channels', { limit: 1 }));
  const [first] = channels;
  if (first === undefined) throw new Error('The token is in no channel: invite the app to one (/invite).');
  return first.id;
}

const Channels = z.object({ channels: z.array(z.looseObject({ id: z.string() })) });
const Messages = z.object({ messages: z.array(z.looseObject({ ts: z.string(), text: z.string() })) });
const unique = () => `portolan ${crypto.randomUUID()}`;

function describeReads(open: Open) {
  it('says who the token is', async () => {
    const { ok } = await open();
    expect(await ok('get_me')).toMatchObject({
      team: expect.any(String),
      userId: expect.stringMatching(/^[UW]/),
    });
  });

  it('finds the channel and its members', async () => {
    const { ok, channel, lacks = [] } = await open();
    const args = { memberOnly: !lacks.includes('member_channels'), limit: 200 };
    const { channels } = await ok('list_channels', args);
    expect(channels).toContainEqual(expect.objectContaining({ id: channel, name: expect.any(String) }));
    const { members } = await ok('list_channel_members', { channel });
    expect(members).toContainEqual(expect.objectContaining({ id: expect.stringMatching(/^[UW]/) }));
  });

  it('reads messages, and one of them by its ts', async () => {
    const { ok, channel } = await open();
    const { messages } = Messages.parse(await ok('get_channel_history', { channel, limit: 5 }));
    const [newest] = messages;
    if (newest === undefined) throw new Error('The channel has no message to read: post one there.');
    const found = await ok('get_message', { channel, ts: newest.ts });
    expect(found).toMatchObject({ message: { ts: newest.ts, text: newest.text }, link: expect.any(String) });
    expect(await ok('get_message', { link: found.link })).toMatchObject({ message: { ts: newest.ts } });
  });

  it('finds people', async () => {
    const { ok } = await open();
    const { userId } = await ok('get_me');
    const { handle } = await ok('get_user_profile', { user: userId });
    expect((await ok('search_users', { query: handle })).users).toContainEqual(
      expect.objectContaining({ id: userId }),
    );
  });

  it('says what does not exist', async () => {
    const { refused, channel } = await open();
    expect(await refused('get_channel', { channel: 'C0NOWHERE9' })).toMatchObject({ code: 'not_found' });
    expect(await refused('get_user_profile', { user: 'U0NOBODY99' })).toMatchObject({ code: 'not_found' });
    const gone = { channel, ts: '1000000000.000001' };
    expect(await refused('get_message', gone)).toMatchObject({ code: 'not_found' });
  });
}

function describeChanges(open: Open) {
  it('posts, reads back, answers, changes and deletes a message', async () => {
    const { ok, refused, channel } = await open();
    const text = unique();
    const { ts, link } = await ok('post_message', { channel, text });
    expect(await ok('get_message', { link })).toMatchObject({ message: { ts, text } });
    const { messages } = await ok('get_channel_history', { channel, limit: 20 });
    expect(messages).toContainEqual(expect.objectContaining({ ts, text }));
    const reply = await ok('post_message', { channel, text: `${text} reply`, thread: ts });
    expect(await ok('get_thread_replies', { link })).toMatchObject({
      messages: [{ ts }, { ts: reply.ts, text: `${text} reply`, threadTs: ts }],
    });
    await ok('update_message', { channel, ts, text: `${text} changed` });
    expect(await ok('get_message', { channel, ts })).toMatchObject({ message: { text: `${text} changed` } });
    await ok('delete_message', { link: reply.link });
    await ok('delete_message', { channel, ts });
    expect(await refused('delete_message', { channel, ts })).toMatchObject({ code: 'not_found' });
  });

  it('posts once for a key', async () => {
    const { ok, channel, lacks = [] } = await open();
    if (lacks.includes('metadata')) return;
    const args = { channel, text: unique(), key: unique() };
    const { ts } = await ok('post_message', args);
    expect(await ok('post_message', args)).toMatchObject({ ts, found: expect.any(String) });
    await ok('delete_message', { channel, ts });
  });

  it('reacts once', async () => {
    const { ok, channel } = await open();
    const { ts } = await ok('post_message', { channel, text: unique() });
    const args = { channel, ts, name: 'thumbsup' };
    expect(await ok('add_reaction', args)).toMatchObject({ changed: true });
    expect(await ok('add_reaction', args)).toMatchObject({ changed: false });
    expect(await ok('get_message', { channel, ts })).toMatchObject({
      message: { reactions: expect.stringContaining(':1') },
    });
    expect(await ok('remove_reaction', args)).toMatchObject({ changed: true });
    expect(await ok('remove_reaction', args)).toMatchObject({ changed: false });
    await ok('delete_message', { channel, ts });
  });

  it('schedules a message and takes it back', async () => {
    const { ok, channel } = await open();
    const at = new Date(Date.now() + 7 * 86_400_000).toISOString();
    const { id } = await ok('schedule_message', { channel, text: unique(), at });
    expect((await ok('list_scheduled')).messages).toContainEqual(expect.objectContaining({ id, channel }));
    await ok('cancel_scheduled', { channel, id });
    expect((await ok('list_scheduled')).messages).not.toContainEqual(expect.objectContaining({ id }));
  });

  it('shares a file and reads it', async () => {
    const { ok, channel, lacks = [] } = await open();
    if (lacks.includes('files')) return;
    const text = unique();
    const { id } = await ok('upload_file', { channel, filename: 'portolan.txt', text });
    expect((await ok('list_files', { channel })).files).toContainEqual(expect.objectContaining({ id }));
  });

  it('reacts to no message that is not there', async () => {
    const { refused, channel } = await open();
    const gone = { channel, ts: '1000000000.000001', name: 'thumbsup' };
    expect(await refused('add_reaction', gone)).toMatchObject({ code: 'not_found' });
  });
}
