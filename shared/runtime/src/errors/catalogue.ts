/**
 * Every error a caller can meet, as data. The reference page is generated from this table.
 *
 * `retry` says whether the same call can succeed later: `no` (change the call first),
 * `later` (the same call may work after a wait), `unknown` (look at the state first).
 */
export interface ErrorEntry {
  /** What is wrong, in general. A thrown error carries the particular. */
  readonly meaning: string;
  /** What the caller can do next when the thrower says nothing more precise. */
  readonly next: string;
  readonly retry: 'no' | 'later' | 'unknown';
}

/** Every code of an error that a caller can get; `docs/reference/errors.md` is generated from it. */
export const errorCatalogue = {
  invalid_arguments: {
    meaning: 'An argument is missing, unknown or not of the form the tool expects.',
    next: 'Correct the named argument and call again.',
    retry: 'no',
  },
  not_found: {
    meaning: 'The thing named does not exist.',
    next: 'List what exists, then call again with one of those names.',
    retry: 'no',
  },
  already_exists: {
    meaning: 'The destination is taken, and the call does not replace things.',
    next: 'Choose another name, or remove the existing one first.',
    retry: 'no',
  },
  conflict: {
    meaning: 'The target changed since it was read. Nothing was written.',
    next: 'Read it again, redo the change on what is there now, and call again with the new hash.',
    retry: 'no',
  },
  ambiguous: {
    meaning: 'The call matches more than one thing, and guessing could change the wrong one.',
    next: 'Give more context so that exactly one matches.',
    retry: 'no',
  },
  outside_roots: {
    meaning: 'The target lies outside what this server may touch. Nothing was read or changed.',
    next: 'Use a path inside one of the allowed folders.',
    retry: 'no',
  },
  forbidden: {
    meaning: 'The policy of this server does not allow this call for this caller.',
    next: 'Use another tool or ask the operator to allow it.',
    retry: 'no',
  },
  unauthenticated: {
    meaning: 'The call needs a credential of the caller, and the request brought none.',
    next: 'Ask the user to set it in their client, as the message says, then call again.',
    retry: 'no',
  },
  permission_denied: {
    meaning: 'The operating system or the upstream refused access.',
    next: 'Ask the operator to grant the server access, or use another target.',
    retry: 'no',
  },
  unsupported: {
    meaning: 'The target is of a kind this tool cannot handle.',
    next: 'Use the tool named in the message.',
    retry: 'no',
  },
  too_large: {
    meaning: 'The input or the answer is over the size limit.',
    next: 'Ask for a smaller part.',
    retry: 'no',
  },
  rate_limited: {
    meaning: 'The caller made too many calls.',
    next: 'Wait for retryAfterMs milliseconds, then call again.',
    retry: 'later',
  },
  timeout: {
    meaning: 'The call ran past its deadline and was stopped.',
    next: 'Ask for less at once, or raise the limit.',
    retry: 'unknown',
  },
  cancelled: {
    meaning: 'The caller cancelled the call.',
    next: 'Call again if the result is still wanted.',
    retry: 'unknown',
  },
  busy: {
    meaning: 'The target is in use by another operation.',
    next: 'Wait a moment, then call again.',
    retry: 'later',
  },
  no_space: {
    meaning: 'The disk is full or a quota is reached. The previous content is untouched.',
    next: 'Free space, then call again.',
    retry: 'later',
  },
  unavailable: {
    meaning: 'A service this tool needs does not answer.',
    next: 'Wait a moment, then call again; if it stays so, tell the operator.',
    retry: 'later',
  },
  upstream_error: {
    meaning: 'The upstream service answered with an error.',
    next: 'Read the message, correct what it names, and call again.',
    retry: 'unknown',
  },
  confirmation_declined: {
    meaning: 'The user was asked and did not agree. Nothing was changed.',
    next: 'Do not repeat the call unless the user asks for it.',
    retry: 'no',
  },
  confirmation_unavailable: {
    meaning: 'This tool needs a confirmation by the user, and the client cannot ask for one.',
    next: 'Use a client with elicitation, or ask the operator to start the server with --yes.',
    retry: 'no',
  },
  audit_unavailable: {
    meaning:
      'The audit log cannot be written, so the call was refused, or the answer of one that ran was withheld; the message says which.',
    next: 'Tell the operator to make the audit log writable.',
    retry: 'later',
  },
  internal: {
    meaning: 'A fault of this server.',
    next: 'Report it with the trace id.',
    retry: 'unknown',
  },
} as const satisfies Record<string, ErrorEntry>;

/** A code of the catalogue. */
export type ErrorCode = keyof typeof errorCatalogue;
