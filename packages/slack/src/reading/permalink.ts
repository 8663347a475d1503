import type { Identity } from '../workspaces/session.ts';

/** Where a workspace's channels lie; a message is at `p` and its ts without the dot. */
export const channelLink = ({ url }: Identity, channel: string): string =>
  `${new URL('archives', url)}/${channel}`;

/** A permalink, made without asking Slack for it. */
export function messageLink(identity: Identity, channel: string, ts: string, threadTs?: string): string {
  const link = `${channelLink(identity, channel)}/p${ts.replace('.', '')}`;
  return threadTs === undefined || threadTs === ts ? link : `${link}?thread_ts=${threadTs}&cid=${channel}`;
}
