/** A difference between the double and GitHub's description that is right all the same. */
export interface Allowed {
  /** The operation's id, or all. */
  readonly operation: string | '*';
  readonly side: 'request' | 'answer';
  /** What the message must match. */
  readonly message: RegExp;
  readonly reason: string;
}

/** Differences that are right, each with its reason. */
export const allowed: readonly Allowed[] = [];
