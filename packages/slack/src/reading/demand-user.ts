import { fail } from '@portolan/runtime';
import { bringUserToken } from '../api/for-brought-token.ts';
import type { Session } from '../workspaces/session.ts';

/**
 * @param why what keeps a bot from it; without it, that a bot has read nothing and left nothing unread
 * @throws ToolError `permission_denied` for a bot
 */
export function demandUser({ credential }: Session, why = 'A bot has no unread messages'): void {
  if (credential.kind === 'user') return;
  fail('permission_denied', `${why}: this needs the token of a person.`, {
    next: credential.brought ? bringUserToken : 'The operator can set SLACK_USER_TOKEN (xoxp-…).',
  });
}
