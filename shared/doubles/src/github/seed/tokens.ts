import type { Credential, Level } from '../state/credential.ts';
import { hashOf, type World } from '../state/world.ts';

export interface TokenSeed {
  /** Whose it is; the account is made when it is not there. */
  readonly login: string;
  /** Of a classic token; `repo` and the rest of what a developer usually has, unless told. */
  readonly scopes?: readonly string[];
  /** Makes it a fine-grained token. */
  readonly permissions?: Readonly<Record<string, Level>>;
  /** Full names a fine-grained token is limited to; all, unless told. */
  readonly repositories?: readonly string[];
  /** `ghp_` for classic, `gho_` for OAuth. */
  readonly kind?: 'classic' | 'oauth';
  /** Organizations with single sign-on it is authorized for. */
  readonly sso?: readonly string[];
  /** Milliseconds since 1970. */
  readonly expiresAt?: number;
}

const usualScopes = [
  'repo',
  'workflow',
  'read:org',
  'gist',
  'notifications',
  'project',
  'security_events',
  'delete_repo',
];

const prefixes = { classic: 'ghp_', oauth: 'gho_', 'fine-grained': 'github_pat_' } as const;

/** Makes a token in the form GitHub gives them; the same seeds give the same tokens. */
export function makeToken(world: World, seed: TokenSeed): Credential {
  const kind = seed.permissions ? 'fine-grained' : (seed.kind ?? 'classic');
  const random = hashOf(`${seed.login} ${world.credentials.size}`);
  const token = `${prefixes[kind]}${kind === 'fine-grained' ? `11${random.slice(0, 20).toUpperCase()}_${random}`.slice(0, 82) : random.slice(0, 36)}`;
  const credential: Credential = {
    token,
    kind,
    account: world.account(seed.login),
    scopes: seed.permissions ? undefined : (seed.scopes ?? usualScopes),
    permissions: seed.permissions,
    repositories: seed.repositories ? new Set(seed.repositories.map((one) => one.toLowerCase())) : 'all',
    sso: new Set((seed.sso ?? []).map((one) => one.toLowerCase())),
    expiresAt: seed.expiresAt,
    appId: undefined,
    revoked: false,
  };
  world.credentials.set(token, credential);
  return credential;
}
