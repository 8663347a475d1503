import { fail } from '@portolan/runtime';
import * as z from 'zod';

export const channelId = /^[CDG][A-Z0-9]{6,}$/;
export const userId = /^[UW][A-Z0-9]{6,}$/;
export const messageTs = /^\d{1,12}\.\d{1,6}$/;

/** A message, as a permalink names it. */
export interface MessageReference {
  readonly channel: string;
  readonly ts: string;
  readonly threadTs?: string;
}

const linkPath = /^\/archives\/([CDG][A-Z0-9]{6,})(?:\/p(\d{1,12})(\d{6}))?\/?$/;

/** As a search shows it, after the base of all its links. */
const shortLink = /^[CDG][A-Z0-9]{6,}\/p\d/;

/** What a link to a channel or a message names, whole or without its base; undefined for any other text. */
export function parseLink(link: string): Partial<MessageReference> | undefined {
  const whole = shortLink.test(link) ? `https://app.slack.com/archives/${link}` : link;
  const url = URL.canParse(whole) ? new URL(whole) : undefined;
  if (url === undefined || !/(^|\.)slack(-gov)?\.com$/.test(url.hostname)) return undefined;
  const [, channel, seconds, micros] = linkPath.exec(url.pathname) ?? [];
  if (channel === undefined) return undefined;
  if (seconds === undefined || micros === undefined) return { channel };
  const threadTs = url.searchParams.get('thread_ts');
  const inThread = threadTs !== null && messageTs.test(threadTs);
  return { channel, ts: `${seconds}.${micros}`, ...(inThread && { threadTs }) };
}

/** An argument that names a message: a permalink, or channel and ts beside each other. */
export interface GivenMessage {
  readonly link?: string | undefined;
  readonly channel?: string | undefined;
  readonly ts?: string | undefined;
}

/** @throws ToolError `invalid_arguments` where neither form is whole */
export function messageReference({ link, channel, ts }: GivenMessage): MessageReference {
  if (link === undefined) {
    if (channel !== undefined && ts !== undefined)
      return { channel: parseLink(channel)?.channel ?? channel, ts };
    return fail('invalid_arguments', 'Name the message by link, or by channel and ts.');
  }
  const parsed = parseLink(link);
  if (parsed?.channel !== undefined && parsed.ts !== undefined) {
    return { ...parsed, channel: parsed.channel, ts: parsed.ts };
  }
  return fail('invalid_arguments', 'The link is not one to a Slack message.', {
    next: 'Give a link of the form https://….slack.com/archives/C…/p….',
  });
}

/** An id, a link, or `#name`. */
export const ChannelArgument = z.string();
/** The digits matter: as a number it would lose some. */
export const Ts = z.string().regex(messageTs, 'a message ts, as text');
