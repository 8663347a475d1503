import { type Check, ToolError } from '@portolan/runtime';
import type { Services } from './services.ts';
import type { Session } from './workspaces/session.ts';

/**
 * What `doctor` and readiness report: each token, whom it is of, and whether it can read anything. Those of callers
 * are for `doctor` alone: one that does not work is no reason to serve nobody.
 */
export async function check(
  { workspaces, callersBring }: Services,
  signal: AbortSignal,
  thorough: boolean,
): Promise<readonly Check[]> {
  const own = workspaces.own();
  const callers = workspaces.ofCallers();
  if (own.length + callers.length === 0) {
    if (callersBring) {
      return [{ name: 'token', ok: true, detail: 'Slack is asked with the tokens that callers bring only.' }];
    }
    return [
      {
        name: 'token',
        ok: false,
        detail: 'No Slack token is configured: set SLACK_BOT_TOKEN (xoxb-…) or SLACK_USER_TOKEN (xoxp-…).',
      },
    ];
  }
  const ofCallers = thorough ? callers : [];
  return Promise.all([
    ...own.map((session) => checkSession(session, signal)),
    ...ofCallers.map(([id, session]) => checkSession(session, signal, `, caller ${id}`)),
  ]);
}

/** Without these a token can do next to nothing here. */
const usefulScopes = ['channels:read', 'channels:history', 'users:read'];

async function checkSession(session: Session, signal: AbortSignal, whose = ''): Promise<Check> {
  const name = `workspace ${session.alias}, ${session.credential.kind}${whose}`;
  try {
    const { team, user, scopes = [] } = await session.identity(signal);
    const lacking = usefulScopes.filter((scope) => scopes.length > 0 && !scopes.includes(scope));
    const note =
      lacking.length === 0 ? '' : ` Scopes it lacks: ${lacking.join(', ')}; add them and install again.`;
    return { name, ok: lacking.length === 0, detail: `${team}, as ${user}.${note}` };
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    return { name, ok: false, detail: `${error.message} ${error.next}` };
  }
}
