import { fail } from '@portolan/runtime';

/** What is done before a message can reach people who could not read what its author has read. */
export type WiderAudience = 'ask' | 'refuse' | 'allow';

/** Where the operator lets be posted. */
export interface PostingPolicy {
  /** Ids of channels, and of users for the direct message with them. */
  readonly listed: readonly string[];
  readonly widerAudience: WiderAudience;
  /**
   * @param user whose direct message the channel is
   * @throws ToolError `forbidden`
   */
  demand(channel: string, user?: string): void;
  allows(channel: string, user?: string): boolean;
}

export function createPostingPolicy(listed: readonly string[], widerAudience: WiderAudience): PostingPolicy {
  const allowed = new Set(listed);
  const allows = (channel: string, user?: string) =>
    allowed.has(channel) || (user !== undefined && allowed.has(user));
  return {
    allows,
    listed,
    widerAudience,
    demand(channel, user) {
      if (allows(channel, user)) return;
      fail('forbidden', `Posting to ${channel} is not allowed.`, {
        next: 'Post to one of the channels that get_me names; the operator can add it to --post-channels.',
        data: { channel, allowed: listed.slice(0, 50) },
      });
    },
  };
}
