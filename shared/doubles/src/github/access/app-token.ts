import { createPublicKey, generateKeyPairSync, type KeyObject, verify } from 'node:crypto';
import { Refusal } from '../http/reply.ts';
import type { Account } from '../state/account.ts';
import type { Credential, Level } from '../state/credential.ts';
import { per } from '../state/per.ts';
import type { World } from '../state/world.ts';

/** A GitHub App: its key signs the tokens that ask for installations. */
export interface App {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly owner: Account;
  readonly bot: Account;
  readonly permissions: Readonly<Record<string, Level>>;
  readonly privateKey: string;
  readonly publicKey: KeyObject;
  readonly createdAt: string;
}

export interface Installation {
  readonly id: number;
  readonly app: App;
  readonly account: Account;
  /** Full names in lower case. */
  readonly repositories: 'all' | ReadonlySet<string>;
  readonly permissions: Readonly<Record<string, Level>>;
  readonly createdAt: string;
  suspended: boolean;
}

export const appsOf = per((_world: World) => ({
  apps: new Map<number, App>(),
  installations: new Map<number, Installation>(),
}));

/** A new key pair as a GitHub App has it: the private one in PKCS#1, as GitHub gives it for download. */
export function makeKeys(): { readonly privateKey: string; readonly publicKey: KeyObject } {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return { privateKey, publicKey: createPublicKey(publicKey) };
}

/** GitHub takes tokens of at most ten minutes, and allows a minute for clocks that are behind. */
const MAX_SECONDS = 600;

/**
 * The App a JSON web token was signed by.
 *
 * @throws Refusal 401 with what is wrong with the token, in GitHub's words
 */
export function verifyAppToken(world: World, token: string): Credential {
  const [head = '', payload = '', signature = ''] = token.split('.');
  const claims = decode(payload);
  const app = appsOf(world).apps.get(Number(claims.iss)) ?? bySlug(world, claims.iss);
  if (app === undefined) throw new Refusal(401, 'A JSON web token could not be decoded');
  const signed = Buffer.from(`${head}.${payload}`);
  if (!verify('RSA-SHA256', signed, app.publicKey, Buffer.from(signature, 'base64url'))) {
    throw new Refusal(401, 'A JSON web token could not be decoded');
  }
  const now = Date.now() / 1000;
  const expires = Number(claims.exp);
  const issued = Number(claims.iat);
  if (!(expires > now))
    throw new Refusal(
      401,
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  if (expires - now > MAX_SECONDS)
    throw new Refusal(401, "'Expiration time' claim ('exp') is too far in the future");
  if (issued > now + 60)
    throw new Refusal(
      401,
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  return {
    token,
    kind: 'app',
    account: undefined,
    scopes: undefined,
    permissions: {},
    repositories: new Set(),
    sso: new Set(),
    expiresAt: expires * 1000,
    appId: app.id,
    revoked: false,
  };
}

const bySlug = (world: World, issuer: unknown) =>
  [...appsOf(world).apps.values()].find(({ slug }) => `Iv1.${slug}` === issuer);

function decode(part: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
  } catch {
    return {};
  }
}
