/** A token for the upstream that a caller brought with a request. */
export interface OwnToken {
  /** Tells tokens apart and tells nothing of them: keyed, and the same for the same token in one process. */
  readonly fingerprint: string;
  /** The token itself. It is sent to the upstream and goes nowhere else. */
  reveal(): string;
}

/** What a server says of the tokens its callers may bring. */
export interface CallerTokenForm {
  /** How they begin, longer ones first: by this a token is found wherever it turns up, also encoded. */
  readonly prefixes: readonly string[];
  /**
   * What is wrong with a token, to follow "The header NAME"; it never quotes the token. Undefined for a good
   * one. Whoever calls has made sure that it is one word of at most 2,048 characters of ASCII.
   */
  readonly problemOf: (token: string) => string | undefined;
}
