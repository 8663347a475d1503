import type { OwnToken } from '@portolan/runtime';
import { type TokenKind, tokenKind } from './token-kind.ts';

/** How one bot or person is known to Slack. */
export interface Credential {
  readonly kind: TokenKind;
  /** Tells credentials apart where something is kept for each; not the secret. */
  readonly id: string;
  /** The caller brought it: they can mend it themselves, and what it is used for counts for it alone. */
  readonly brought?: boolean;
  token(signal: AbortSignal): Promise<string>;
  /**
   * The token after one that Slack called expired; only where tokens rotate.
   *
   * @throws ToolError `permission_denied` where Slack does not renew it
   */
  readonly renew?: (expired: string, signal: AbortSignal) => Promise<string>;
}

/** A token that stays as it is. */
export const fixedCredential = (id: string, kind: TokenKind, token: string): Credential => ({
  id,
  kind,
  token: async () => token,
});

/** The token that a caller brought; its form was looked at when it came. */
export function broughtCredential({ fingerprint, reveal }: OwnToken): Credential {
  const kind = tokenKind(reveal(), 'The request');
  return { ...fixedCredential(`brought/${fingerprint}`, kind, reveal()), brought: true };
}
