import type { CacheStore } from '../cache/types.ts';
import type { ToolError } from '../errors/tool-error.ts';
import type { Redactor } from '../redact/types.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { AnswerHeaders } from './answer-headers.ts';

/** The methods an upstream is asked with. */
export type UpstreamMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One request to an upstream. */
export interface UpstreamRequest {
  /** Default GET. */
  readonly method?: UpstreamMethod;
  /** Below the base URL; or a whole URL, as from a `Link` header, which must be below it too. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

/** How one request is sent; times in milliseconds. */
export interface FetchOptions {
  /** Ends the call at once, also while it waits; what it throws then is the signal's reason. */
  readonly signal: AbortSignal;
  /** For the whole call, waits and further attempts included. */
  readonly timeoutMs?: number;
  /**
   * Whether the request changes nothing, for an API that also reads with POST: it may be sent twice and takes
   * the room of reads. Default: GET and HEAD.
   */
  readonly read?: boolean;
  /** Whether a request that changes something may be sent twice. */
  readonly idempotent?: boolean;
  /** The secret to send; it also separates what callers share (room, cached answers). */
  readonly credential?: string;
  /**
   * Separates room and budgets in place of the credential, where a request carries an authorization of its own.
   * No secret needs to be in it.
   */
  readonly account?: string;
  /** Which statuses are an answer and not an error. Default: 200 to 299. */
  readonly accept?: (status: number) => boolean;
  readonly maxBytes?: number;
  /**
   * Follows a redirect of a GET to another origin, as to a host of blobs, without the credential and our
   * headers. Such answers are not kept.
   */
  readonly foreign?: boolean;
  /**
   * Reads the body as it comes, in place of keeping it, and is called anew for each attempt. Then `maxBytes` and
   * the ETag do not count, the body of the answer is empty, and an attempt may take the time of the whole call
   * as long as something keeps coming. Leaving the loop ends the transfer.
   */
  readonly consume?: (chunks: AsyncIterable<Uint8Array>) => Promise<void>;
}

/** An answer, as far as rules of an upstream look at it. */
export interface UpstreamAnswer {
  readonly url: string;
  readonly status: number;
  readonly headers: AnswerHeaders;
  /** The body as it came; of one that is an error only the start. */
  text(): string;
}

/** Says how long an answer asks to wait because calls come too often; undefined where it does not. */
export type RateLimitRule = (answer: UpstreamAnswer) => number | undefined;

/** A request that the upstream refused, or redirected where that is not followed. */
export interface Refusal {
  readonly status: number;
  readonly headers: AnswerHeaders;
  /** The start of the body, without control characters and secrets; still the upstream's own words. */
  readonly text: string;
  readonly retryAfterMs: number | undefined;
  readonly limited: boolean;
  /** Whether the request changes nothing. */
  readonly read: boolean;
}

/** What an upstream answered, its body decompressed and bounded. */
export interface UpstreamResponse {
  readonly status: number;
  readonly headers: AnswerHeaders;
  /** Where it came from, after redirects. */
  readonly url: string;
  readonly body: Uint8Array;
  /** The upstream said that what was kept from an earlier answer is still so. */
  readonly revalidated: boolean;
  text(): string;
  /** @throws ToolError `upstream_error` where the body is not JSON */
  json(): unknown;
}

/** An HTTP API, asked under one policy. */
export interface Upstream {
  /**
   * Sends one request.
   *
   * @throws ToolError `unavailable`, `timeout`, `rate_limited`, `busy`, `too_large`, `permission_denied` or
   * `upstream_error`; the upstream's own words are only in `data.untrustedUpstreamText`
   */
  fetch(request: UpstreamRequest, options: FetchOptions): Promise<UpstreamResponse>;
  close(): Promise<void>;
}

/** An HTTP API and its policy; times in milliseconds, sizes in bytes. */
export interface UpstreamOptions {
  /** What errors and logs call it: `GitHub`. */
  readonly name: string;
  readonly baseUrl: string;
  readonly log: Logger;
  readonly redactor?: Pick<Redactor, 'text'>;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The headers that carry a credential. Default: `Authorization: Bearer`. */
  readonly authorize?: (credential: string) => Readonly<Record<string, string>>;
  /** For a whole call. Default 30,000. */
  readonly timeoutMs?: number;
  /** For one attempt, so that one that hangs leaves time for another. Default 10,000. */
  readonly attemptTimeoutMs?: number;
  /** Of a body, decompressed. Default 10 MiB. */
  readonly maxBytes?: number;
  /** In all, the first included. Default 3. */
  readonly attempts?: number;
  /** See `RetryPolicy.baseMs`. */
  readonly retryBaseMs?: number;
  /** At once for each credential. Default 10. */
  readonly reads?: number;
  /** At once for each credential. Default 1. */
  readonly writes?: number;
  /** How many calls of a credential may wait for room. Default 100. */
  readonly maxQueue?: number;
  readonly circuit?: { readonly failures?: number; readonly windowMs?: number; readonly openMs?: number };
  /** What this upstream says when calls come too often, beside 429 and 403 with `Retry-After`. */
  readonly rateLimitMs?: RateLimitRule;
  /**
   * The budget of a credential that a request counts against. While the upstream asks to wait, further requests
   * of the same budget are answered so without being sent. Undefined: none is known, all are sent.
   */
  readonly budgetOf?: (url: URL) => string | undefined;
  /** The error for what was refused, in terms of this upstream; undefined for the usual one. */
  readonly explain?: (refusal: Refusal) => ToolError | undefined;
  /** Where answers with an ETag are kept. Default: 16 MiB in memory; the upstream owns and closes it. */
  readonly etags?: CacheStore;
}
