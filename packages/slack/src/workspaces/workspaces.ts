import { type Caller, fail } from '@portolan/runtime';
import type { Credential } from './credential.ts';
import type { Session } from './session.ts';

/** Whose token a call wants: a bot's where there is one, or a user's for what a bot cannot do. */
export type Wanted = 'any' | 'user';

export interface Workspaces {
  readonly aliases: readonly string[];
  /**
   * The session in which a caller works: with their own token where they have one, else with the workspace's.
   *
   * @throws ToolError `not_found` for an alias that is not there, `invalid_arguments` where it must be named,
   * `permission_denied` where there is no token for this
   */
  session(alias: string | undefined, caller: Caller, wanted?: Wanted): Session;
  alias(given: string | undefined): string;
  /** The sessions of the operator's own tokens. */
  own(): readonly Session[];
  /** The sessions of the callers' tokens, by the caller's id. */
  ofCallers(): readonly (readonly [caller: string, session: Session])[];
  close(): Promise<void>;
}

export interface WorkspaceCredentials {
  readonly alias: string;
  readonly bot: Credential | undefined;
  readonly user: Credential | undefined;
  readonly callers: ReadonlyMap<string, Credential>;
}

export function createWorkspaces(
  all: readonly WorkspaceCredentials[],
  open: (alias: string, credential: Credential) => Session,
): Workspaces {
  const sessions = new Map<string, Session>();
  const sessionOf = (alias: string, credential: Credential): Session => {
    const session = sessions.get(credential.id) ?? open(alias, credential);
    sessions.set(credential.id, session);
    return session;
  };
  const find = (alias: string | undefined): WorkspaceCredentials => {
    const [first, ...others] = all;
    const aliases = all.map((workspace) => workspace.alias);
    if (first === undefined) return noToken();
    if (alias === undefined && others.length > 0) {
      fail('invalid_arguments', 'There are several workspaces: say which with workspace.', {
        data: { aliases },
      });
    }
    const found = alias === undefined ? first : all.find((workspace) => workspace.alias === alias);
    return found ?? fail('not_found', `No workspace is called "${alias}".`, { data: { aliases } });
  };
  return {
    aliases: all.map(({ alias }) => alias),
    alias: (given) => find(given).alias,
    session(alias, caller, wanted = 'any') {
      const workspace = find(alias);
      return sessionOf(workspace.alias, credentialFor(workspace, caller, wanted));
    },
    own: () =>
      all.flatMap(({ alias, bot, user }) =>
        [bot, user].flatMap((credential) => (credential ? [sessionOf(alias, credential)] : [])),
      ),
    ofCallers: () =>
      all.flatMap(({ alias, callers }) =>
        [...callers].map(([id, credential]) => [id, sessionOf(alias, credential)] as const),
      ),
    close: async () => {
      await Promise.all([...sessions.values()].map((session) => session.close()));
    },
  };
}

function credentialFor(workspace: WorkspaceCredentials, caller: Caller, wanted: Wanted): Credential {
  const personal = workspace.callers.get(caller.id);
  if (personal !== undefined && (wanted === 'any' || personal.kind === 'user')) return personal;
  const { bot, user } = workspace;
  const own = wanted === 'user' ? (user ?? bot) : (bot ?? user);
  if (own !== undefined) return own;
  if (personal !== undefined) return personal;
  return fail('permission_denied', `There is no token of yours for workspace ${workspace.alias}.`, {
    next: 'The operator can add you under callers of that workspace in the settings file.',
  });
}

const noToken = (): never =>
  fail('permission_denied', 'The server has no Slack token.', {
    next: 'The operator must set SLACK_BOT_TOKEN (xoxb-…) or SLACK_USER_TOKEN (xoxp-…).',
  });
