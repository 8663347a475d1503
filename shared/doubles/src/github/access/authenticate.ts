import { Refusal } from '../http/reply.ts';
import type { Credential } from '../state/credential.ts';
import type { World } from '../state/world.ts';
import { verifyAppToken } from './app-token.ts';

/**
 * Who asks, from the `Authorization` header: `token`, `Bearer`, or Basic with the token as the password.
 *
 * @throws Refusal 401 when the token is unknown, expired or revoked
 */
export function authenticate(world: World, authorization: string | undefined): Credential | undefined {
  if (authorization === undefined) return undefined;
  const [scheme = '', value = ''] = authorization.split(/ +/);
  const token = scheme.toLowerCase() === 'basic' ? passwordOf(value) : value;
  const credential =
    token.split('.').length === 3 ? verifyAppToken(world, token) : world.credentials.get(token);
  const isOver = credential?.expiresAt !== undefined && credential.expiresAt <= Date.now();
  if (credential === undefined || credential.revoked || isOver) throw new Refusal(401, 'Bad credentials');
  return credential;
}

const passwordOf = (value: string) =>
  Buffer.from(value, 'base64').toString('utf8').split(':').slice(1).join(':');
