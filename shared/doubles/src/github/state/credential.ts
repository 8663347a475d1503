import type { Account } from './account.ts';

export type Level = 'read' | 'write' | 'admin';

/** A token and what it may do. */
export interface Credential {
  readonly token: string;
  readonly kind: 'classic' | 'oauth' | 'fine-grained' | 'installation' | 'app';
  /** Whose it is; of an installation its bot, of an App itself nobody. */
  readonly account: Account | undefined;
  /** Of classic and OAuth tokens only. */
  readonly scopes: readonly string[] | undefined;
  /** Of fine-grained tokens and installations only. */
  readonly permissions: Readonly<Record<string, Level>> | undefined;
  /** Full names in lower case a fine-grained token or an installation is limited to. */
  readonly repositories: 'all' | ReadonlySet<string>;
  /** Organizations with single sign-on this token was authorized for. */
  readonly sso: ReadonlySet<string>;
  /** Milliseconds since 1970. */
  readonly expiresAt: number | undefined;
  readonly appId: number | undefined;
  revoked: boolean;
}

const rank = { read: 1, write: 2, admin: 3 } as const;

/** Whether a token's permissions include `contents=write` and the like. A classic token has no permissions: its scopes decide. */
export function permits({ permissions }: Credential, name: string, level: Level): boolean {
  if (permissions === undefined) return true;
  if (name === 'metadata' && level === 'read') return true;
  const held = permissions[name];
  return held !== undefined && rank[held] >= rank[level];
}
