import { SettingsError } from '@portolan/runtime';
import type { Config } from '../config.ts';
import { type TokenKind, tokenKind } from './token-kind.ts';

export interface FixedToken {
  readonly kind: TokenKind;
  readonly token: string;
}

export interface RotationSettings {
  readonly kind: TokenKind;
  readonly file: string;
  readonly firstRefreshToken: string | undefined;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** One workspace as the operator describes it. */
export interface WorkspaceSettings {
  readonly alias: string;
  readonly bot: FixedToken | undefined;
  readonly user: FixedToken | undefined;
  readonly rotation: RotationSettings | undefined;
  /** Tokens of people, by the id of the caller that each is for. */
  readonly callers: ReadonlyMap<string, FixedToken>;
}

/** What the workspace is called in which a caller works with a token they brought. */
export const ownAlias = 'own';

/** What the flags and variables describe is one workspace, called "main". */
const mainAlias = 'main';

/**
 * The workspaces of the settings.
 *
 * @throws SettingsError for a token of another kind than its setting says, or a variable that is not set
 */
export function readWorkspaces(
  config: Config,
  env: Readonly<Record<string, string | undefined>>,
): readonly WorkspaceSettings[] {
  if (config.callerTokenHeader !== undefined && config.workspaces?.[ownAlias] !== undefined) {
    throw new SettingsError(
      `No workspace may be called ${ownAlias}: that is where callers work with tokens they bring.`,
    );
  }
  const named = Object.entries(config.workspaces ?? {}).map(([alias, settings]) => {
    const from = (name: string | undefined) => (name === undefined ? undefined : fromEnv(env, name, alias));
    return workspace(alias, {
      ...settings,
      botToken: from(settings.botTokenEnv),
      userToken: from(settings.userTokenEnv),
      refreshToken: from(settings.refreshTokenEnv),
      clientSecret: from(settings.clientSecretEnv),
      callers: Object.entries(settings.callers).map(([id, name]) => [id, fromEnv(env, name, alias), name]),
    });
  });
  const { botToken, userToken, tokenFile, refreshToken } = config;
  const given =
    botToken !== undefined || userToken !== undefined || (tokenFile ?? refreshToken) !== undefined;
  return given ? [workspace(mainAlias, { ...config, callers: [] }), ...named] : named;
}

interface Given {
  readonly botToken?: string | undefined;
  readonly userToken?: string | undefined;
  readonly tokenFile?: string | undefined;
  readonly refreshToken?: string | undefined;
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
  readonly rotating?: TokenKind | undefined;
  readonly callers: readonly (readonly [id: string, token: string, name: string])[];
}

function workspace(alias: string, given: Given): WorkspaceSettings {
  return {
    alias,
    bot: fixed('bot', given.botToken, `The bot token of workspace ${alias}`),
    user: fixed('user', given.userToken, `The user token of workspace ${alias}`),
    rotation: rotationOf(alias, given),
    callers: new Map(given.callers.map(([id, token, name]) => [id, { kind: tokenKind(token, name), token }])),
  };
}

function fixed(wanted: TokenKind, token: string | undefined, name: string): FixedToken | undefined {
  if (token === undefined) return undefined;
  const kind = tokenKind(token, name);
  if (kind !== wanted) throw new SettingsError(`${name} holds a token of a ${kind}.`);
  return { kind, token };
}

function rotationOf(alias: string, given: Given): RotationSettings | undefined {
  const { tokenFile: file, refreshToken: firstRefreshToken, clientId, clientSecret } = given;
  if (file === undefined) {
    if (firstRefreshToken === undefined) return undefined;
    throw new SettingsError(
      `The refresh token of workspace ${alias} works once: set --token-file (tokenFile), where the tokens are kept.`,
    );
  }
  if (clientId === undefined || clientSecret === undefined) {
    throw new SettingsError(
      `The tokens of workspace ${alias} rotate: set the client id and the client secret (SLACK_CLIENT_ID, SLACK_CLIENT_SECRET).`,
    );
  }
  const kind = given.rotating ?? 'bot';
  if ((kind === 'bot' ? given.botToken : given.userToken) !== undefined) {
    throw new SettingsError(
      `Workspace ${alias} has a ${kind} token and a token file, which keeps that token: leave one out.`,
    );
  }
  return { kind, file, firstRefreshToken, clientId, clientSecret };
}

function fromEnv(env: Readonly<Record<string, string | undefined>>, name: string, alias: string): string {
  const value = env[name];
  if (value === undefined || value === '') {
    throw new SettingsError(`Workspace ${alias} names the variable ${name}, which is not set.`);
  }
  return value;
}
