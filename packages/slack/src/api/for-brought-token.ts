import { ToolError } from '@portolan/runtime';
import type { Credential } from '../workspaces/credential.ts';

export const bringUserToken = 'Ask the user to set a user token of theirs (xoxp-…) in their client.';
const bringWorkingToken = 'Ask the user to set a working token of theirs in their client.';

/** What the user can do, by Slack's code; without one it is the operator who can do something. */
const nextByCode: Readonly<Record<string, string>> = {
  not_authed: bringWorkingToken,
  invalid_auth: bringWorkingToken,
  token_expired: bringWorkingToken,
  token_revoked: bringWorkingToken,
  account_inactive: bringWorkingToken,
  not_allowed_token_type: bringUserToken,
  invalid_action_token: bringUserToken,
  missing_scope:
    'Ask the user to add it to their app, install that again and set its new token in their client.',
};

/** What Slack refused to a token that the caller brought: the caller can mend it, not the operator. */
export function forBroughtToken({ brought }: Credential, error: unknown): unknown {
  const code = brought && error instanceof ToolError ? error.data?.slackError : undefined;
  const next = typeof code === 'string' ? nextByCode[code] : undefined;
  if (next === undefined || !(error instanceof ToolError)) return error;
  return new ToolError(error.code, error.message, {
    next,
    cause: error,
    ...(error.data && { data: error.data }),
  });
}
