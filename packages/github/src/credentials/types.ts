import type { Caller } from '@portolan/runtime';

export type TokenKind = 'classic' | 'fine_grained' | 'app_installation' | 'app_user' | 'oauth' | 'unknown';

/** What one caller works with at GitHub. */
export interface Credential {
  /** The secret to send. */
  readonly secret: string;
  readonly kind: TokenKind;
  /** The caller brought it: they can mend it themselves. */
  readonly own?: boolean;
  /** Of an App's installation: what it may do, as `{ contents: 'write' }`. */
  readonly permissions?: Permissions;
}

export type Permissions = Readonly<Record<string, string>>;

/** Finds the credential of a caller; never that of another. */
export interface Credentials {
  /** @throws ToolError `permission_denied` for a caller that has none */
  of(caller: Caller, signal: AbortSignal): Promise<Credential>;
}

const kinds: readonly (readonly [string, TokenKind])[] = [
  ['ghp_', 'classic'],
  ['github_pat_', 'fine_grained'],
  ['ghs_', 'app_installation'],
  ['ghu_', 'app_user'],
  ['gho_', 'oauth'],
];

/** What a token is, by the prefix GitHub gives it. */
export const kindOf = (token: string): TokenKind =>
  kinds.find(([prefix]) => token.startsWith(prefix))?.[1] ?? 'unknown';
