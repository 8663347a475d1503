import { fail } from '@portolan/runtime';
import type { Session } from '../workspaces/session.ts';

/** @throws ToolError `permission_denied` for a bot, which has read nothing and left nothing unread */
export function demandUser({ credential }: Session): void {
  if (credential.kind === 'user') return;
  fail('permission_denied', 'A bot has no unread messages: this needs the token of a person.', {
    next: 'The operator can set SLACK_USER_TOKEN (xoxp-…).',
  });
}
