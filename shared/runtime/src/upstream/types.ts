import type { CacheStore } from '../cache/types.ts';
import type { Redactor } from '../redact/types.ts';
import type { Logger } from '../telemetry/logger.ts';

export type UpstreamMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface UpstreamRequest {
  /** Default GET. */
  readonly method?: UpstreamMethod;
  /** Below the base URL; or a whole URL, as from a `Link` header, which must be below it too. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

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
  /** Which statuses are an answer and not an error. Default: 200 to 299. */
  readonly accept?: (status: number) => boolean;
  readonly maxBytes?: number;
}

export interface UpstreamResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
  /** The upstream said that what was kept from an earlier answer is still so. */
  readonly revalidated: boolean;
  text(): string;
  /** @throws ToolError `upstream_error` where the body is not JSON */
  json(): unknown;
}

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
  /** Where answers with an ETag are kept. Default: 16 MiB in memory; the upstream owns and closes it. */
  readonly etags?: CacheStore;
}
