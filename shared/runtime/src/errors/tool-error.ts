import { type ErrorCode, errorCatalogue } from './catalogue.ts';

/** What a thrower may add to a code and a sentence. */
export interface FailDetails {
  /** What to do next, more precise than the catalogue's sentence. */
  readonly next?: string;
  /** Milliseconds after which the same call may succeed. */
  readonly retryAfterMs?: number;
  /** Machine-readable facts for the caller; must hold no secret. */
  readonly data?: Readonly<Record<string, unknown>>;
  /** The fault underneath, for the log only; never shown to the caller. */
  readonly cause?: unknown;
}

/**
 * A fault the caller can act on. It becomes a tool result with `isError`, never a stack trace.
 * The message is one sentence on what is wrong, in our own words.
 */
export class ToolError extends Error {
  override readonly name = 'ToolError';
  readonly code: ErrorCode;
  readonly next: string;
  readonly retryAfterMs: number | undefined;
  readonly data: Readonly<Record<string, unknown>> | undefined;

  constructor(code: ErrorCode, problem: string, details: FailDetails = {}) {
    super(problem, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.next = details.next ?? errorCatalogue[code].next;
    this.retryAfterMs = details.retryAfterMs;
    this.data = details.data;
  }
}

/**
 * Stops a call with an error from the catalogue.
 *
 * @param code one of the catalogue's codes
 * @param problem one sentence on what is wrong; it names the argument or path, never a secret
 */
export function fail(code: ErrorCode, problem: string, details?: FailDetails): never {
  throw new ToolError(code, problem, details);
}
