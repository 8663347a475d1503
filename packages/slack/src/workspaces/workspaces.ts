import { type Caller, type CallerTokenSettings, demandOwnToken, fail, principalOf } from '@portolan/runtime';
import { createBroughtSessions } from './brought-sessions.ts';
import type { Credential } from './credential.ts';
import { ownAlias } from './read-workspaces.ts';
import type { Session } from './session.ts';

/** Whose token a call wants: a bot's where there is one, or a user's for what a bot cannot do. */
export type Wanted = 'any' | 'user';

export interface Workspaces {
  /** What the workspaces are called in which a caller works. */
  aliases(caller: Caller): readonly string[];
  /**
   * The session in which a caller works: with the token they brought, else with the one that the settings have for
   * them, else with the workspace's.
   *
   * @throws ToolError `not_found` for an alias that is not there, `invalid_arguments` where it must be named,
   * `permission_denied` where there is no token for this, `unauthenticated` where they should have brought one
   */
  session(alias: string | undefined, caller: Caller, wanted?: Wanted): Session;
  alias(given: string | undefined, caller: Caller): string;
  /** The sessions of the operator's own tokens. */
  own(): readonly Session[];
  /** The sessions of the callers' tokens that the settings name, by the caller's id. */
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
  settings: CallerTokenSettings,
  open: (alias: string, credential: Credential) => Session,
): Workspaces {
  const sessions = new Map<string, Session>();
  const brought = createBroughtSessions((credential) => open(ownAlias, credential));
  const sessionOf = (alias: string, credential: Credential): Session => {
    const session = sessions.get(credential.id) ?? open(alias, credential);
    sessions.set(credential.id, session);
    return session;
  };
  const aliases = ({ ownToken }: Caller) => (ownToken ? [ownAlias] : all.map(({ alias }) => alias));
  return {
    aliases,
    alias(given, caller) {
      const alias = chosen(aliases(caller), given);
      if (alias !== undefined) return alias;
      demandOwnToken(caller, settings);
      return noToken();
    },
    session(given, caller, wanted = 'any') {
      const alias = chosen(aliases(caller), given);
      if (caller.ownToken) return brought.of(caller.ownToken);
      const workspace = all.find((one) => one.alias === alias);
      const personal = workspace?.callers.get(principalOf(caller));
      if (workspace === undefined || personal === undefined) demandOwnToken(caller, settings);
      if (workspace === undefined) return noToken();
      return sessionOf(workspace.alias, credentialFor(workspace, personal, wanted));
    },
    own: () =>
      all.flatMap(({ alias, bot, user }) =>
        [bot, user].flatMap((credential) => (credential ? [sessionOf(alias, credential)] : [])),
      ),
    ofCallers: () =>
      all.flatMap(({ alias, callers }) =>
        [...callers].map(([id, credential]) => [id, sessionOf(alias, credential)] as const),
      ),
    async close() {
      brought.close();
      await Promise.all([...sessions.values()].map((session) => session.close()));
    },
  };
}

/**
 * The alias that a call means; undefined where there is none at all.
 *
 * @throws ToolError
 */
function chosen(aliases: readonly string[], given: string | undefined): string | undefined {
  const [first, ...others] = aliases;
  if (first === undefined) return undefined;
  if (given === undefined && others.length > 0) {
    fail('invalid_arguments', 'There are several workspaces: say which with workspace.', {
      data: { aliases },
    });
  }
  const found = given === undefined ? first : aliases.find((alias) => alias === given);
  return found ?? fail('not_found', `No workspace is called "${given}".`, { data: { aliases } });
}

function credentialFor(
  workspace: WorkspaceCredentials,
  personal: Credential | undefined,
  wanted: Wanted,
): Credential {
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
