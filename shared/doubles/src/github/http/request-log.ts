/** One request the double got. */
export interface LoggedRequest {
  readonly method: string;
  /** With the query, as it was sent. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The body as text. */
  readonly body: string;
  readonly status: number;
}

/** A request to the host that serves logs and archives. */
export interface BlobRequest extends LoggedRequest {
  /** Whether a token was sent there: it must not be. */
  readonly authorized: boolean;
}
