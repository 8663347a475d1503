import type { TokenKind } from './token-kind.ts';

/** How one bot or person is known to Slack. */
export interface Credential {
  readonly kind: TokenKind;
  /** Tells credentials apart where something is kept for each; not the secret. */
  readonly id: string;
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
