import { Buffer } from 'node:buffer';
import type { Arguments } from './arguments.ts';
import { refuse } from './refusal.ts';
import type { World } from './world.ts';

/** The application whose tokens rotate. */
export const doubleApp = { clientId: '111.222', clientSecret: '0123456789abcdef0123456789abcdef' } as const;
/** How long a rotated token lives, seconds. */
const lifeSeconds = 43_200;

/** `oauth.v2.access` with a refresh token: each works once. */
export function refreshToken(world: World, given: Arguments, authorization: string | undefined) {
  const [id, secret] = credentials(given, authorization);
  if (id !== doubleApp.clientId || secret !== doubleApp.clientSecret) refuse('bad_client_secret');
  if (given.text('grant_type') !== 'refresh_token') refuse('invalid_grant_type');
  const old = given.text('refresh_token');
  const token = world.refreshTokens.get(old) ?? refuse('invalid_refresh_token');
  world.refreshTokens.delete(old);
  const serial = ++world.serial;
  const prefix = token.kind === 'bot' ? 'xoxe.xoxb-1' : 'xoxe.xoxp-1';
  const fresh = { ...token, token: `${prefix}-rotated${String(serial).padStart(10, '0')}`, fault: undefined };
  const refresh = `xoxe-1-refresh${String(serial).padStart(10, '0')}`;
  world.tokens.set(fresh.token, fresh);
  world.refreshTokens.set(refresh, fresh);
  return {
    access_token: fresh.token,
    refresh_token: refresh,
    expires_in: lifeSeconds,
    token_type: token.kind,
    team: { id: world.team.id, name: world.team.name },
  };
}

function credentials(given: Arguments, authorization: string | undefined): readonly (string | undefined)[] {
  const [, encoded] = /^Basic (.+)$/.exec(authorization ?? '') ?? [];
  if (encoded !== undefined) return Buffer.from(encoded, 'base64').toString().split(':');
  return [given.optional('client_id'), given.optional('client_secret')];
}
