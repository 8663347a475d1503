import { createHash, randomUUID } from 'node:crypto';
import { fail, ToolError } from '@portolan/runtime';
import * as z from 'zod';
import { isUncertain } from '../api/uncertain.ts';
import type { Message } from '../reading/shapes.ts';
import { MessagePage } from '../reading/shapes.ts';
import type { Session } from '../workspaces/session.ts';
import type { Composed } from './compose.ts';

const Posted = z.looseObject({ channel: z.string(), ts: z.string() });

/** The event under which the key is kept at the message. */
const eventType = 'portolan_post';
/** How far a message is looked for: the newest of a channel, or the last of this many replies. */
const lookedAt = 100;
const replyPages = 10;

export interface Post {
  readonly channel: string;
  readonly threadTs: string | undefined;
  readonly broadcast: boolean;
  readonly composed: Composed;
  /** The caller's own key, by which a second call is known to be the same. */
  readonly key: string | undefined;
}

export interface PostOutcome {
  readonly ts: string;
  /** Whether it had been posted before, or was found only by looking. */
  readonly found: boolean;
}

/**
 * Posts a message once. Where the answer is lost, the message is looked for by its key; it is never sent again.
 *
 * @throws ToolError `unavailable` or `timeout` where it stays unknown whether it was posted
 */
export async function postOnce(session: Session, post: Post, signal: AbortSignal): Promise<PostOutcome> {
  if (post.key === undefined) return postAlone(session, post, signal);
  const name = `${post.channel} ${post.threadTs ?? ''} ${post.key}`;
  const underWay = keyed(session, posts);
  const before = underWay.get(name);
  // A second call with the same key finds what the first one made.
  const mine = (before ?? Promise.resolve()).then(
    () => postRemembered(session, name, post, signal),
    () => postRemembered(session, name, post, signal),
  );
  underWay.set(name, mine);
  try {
    return await mine;
  } finally {
    if (underWay.get(name) === mine) underWay.delete(name);
  }
}

/** Posts with a key that are not done yet, in this process. */
const posts = new WeakMap<Session, Map<string, Promise<PostOutcome>>>();
/** Those that were made, for a busy channel soon has more messages than are looked at. */
const made = new WeakMap<Session, Map<string, string>>();
const mostMade = 1_000;

function keyed<Value>(session: Session, all: WeakMap<Session, Map<string, Value>>): Map<string, Value> {
  const own = all.get(session) ?? new Map<string, Value>();
  all.set(session, own);
  return own;
}

async function postRemembered(
  session: Session,
  name: string,
  post: Post,
  signal: AbortSignal,
): Promise<PostOutcome> {
  const known = keyed(session, made);
  const earlier = known.get(name);
  if (earlier !== undefined) return { ts: earlier, found: true };
  const outcome = await postAlone(session, post, signal);
  known.set(name, outcome.ts);
  for (const oldest of known.keys()) {
    if (known.size <= mostMade) break;
    known.delete(oldest);
  }
  return outcome;
}

async function postAlone(session: Session, post: Post, signal: AbortSignal): Promise<PostOutcome> {
  const digest = await markOf(session, post, signal);
  if (post.key !== undefined) {
    const earlier = await findByKey(session, post, digest, signal);
    if (earlier !== undefined) return { ts: earlier.ts, found: true };
  }
  try {
    const { ts } = await session.call('chat.postMessage', request(post, digest), Posted, signal);
    return { ts, found: false };
  } catch (error) {
    signal.throwIfAborted();
    if (!isUncertain(error)) throw error;
    return lookFor(session, post, digest, error, signal);
  }
}

function request({ channel, threadTs, broadcast, composed }: Post, key: string) {
  const { text, blocks } = composed;
  return {
    channel,
    text,
    ...(blocks && { blocks: [...blocks] }),
    // What a link shows is fetched by Slack, and a fetched address can carry what was read.
    unfurl_links: false,
    unfurl_media: false,
    metadata: { event_type: eventType, event_payload: { key } },
    ...threadArguments(threadTs, broadcast),
  };
}

const threadArguments = (thread_ts: string | undefined, broadcast: boolean) => {
  if (thread_ts === undefined) return {};
  return broadcast ? { thread_ts, reply_broadcast: true as const } : { thread_ts };
};

async function lookFor(
  session: Session,
  post: Post,
  digest: string,
  cause: ToolError,
  signal: AbortSignal,
): Promise<PostOutcome> {
  const found = await findByKey(session, post, digest, signal).catch((error: unknown) => {
    signal.throwIfAborted();
    if (error instanceof ToolError) return undefined;
    throw error;
  });
  if (found !== undefined) return { ts: found.ts, found: true };
  const again =
    post.key === undefined
      ? 'Look in the channel before you post again.'
      : 'Look in the channel, or call again with the same key: it is posted only when it is not there.';
  return fail(cause.code, 'It is unknown whether the message was posted: Slack did not say.', {
    cause,
    next: again,
    data: { outcome: 'unknown', channel: post.channel },
  });
}

async function findByKey(session: Session, post: Post, digest: string, signal: AbortSignal) {
  const { user_id } = await session.identity(signal);
  const isIt = ({ ts, metadata, user, bot_id }: Message) =>
    // The first message of a thread is no answer in it.
    ts !== post.threadTs &&
    metadata?.event_type === eventType &&
    metadata.event_payload?.key === digest &&
    (user === user_id || bot_id !== undefined);
  let cursor: string | undefined;
  for (let page = 0; page < (post.threadTs === undefined ? 1 : replyPages); page++) {
    const { messages, response_metadata } = await readWithMetadata(session, post, cursor, signal);
    const found = messages.find(isIt);
    if (found !== undefined || response_metadata === undefined) return found;
    cursor = response_metadata;
  }
  return undefined;
}

function readWithMetadata(
  session: Session,
  { channel, threadTs }: Post,
  cursor: string | undefined,
  signal: AbortSignal,
) {
  const given = {
    channel,
    limit: session.rateMode.page(lookedAt),
    include_all_metadata: true,
    ...(cursor !== undefined && { cursor }),
  };
  return threadTs === undefined
    ? session.call('conversations.history', given, MessagePage, signal)
    : session.call('conversations.replies', { ...given, ts: threadTs }, MessagePage, signal);
}

/** Two people who use one key mean two messages, also where the app that posts for both is one. */
async function markOf(session: Session, { key }: Post, signal: AbortSignal): Promise<string> {
  if (key === undefined) return digestOf(randomUUID());
  const { user_id } = await session.identity(signal);
  return digestOf(`${user_id} ${key}`);
}

/** A key can be anything, also something nobody else should read. */
const digestOf = (key: string) => createHash('sha256').update(key).digest('base64url').slice(0, 32);
