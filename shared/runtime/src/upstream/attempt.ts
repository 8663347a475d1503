import type { AnswerHeaders } from './answer-headers.ts';
import { RedirectFault, StatusFault } from './fault.ts';
import { mayLieInside, RefusedAddress } from './guarded-lookup.ts';
import { isLinkLocal, isLoopback } from './hosts.ts';
import { readBody, readStart, textOf } from './read-body.ts';
import { retryAfterMs } from './retry-after.ts';
import { sendRequest, type WireAnswer, type WireRequest } from './send-request.ts';
import type { FetchOptions, RateLimitRule } from './types.ts';

/** A request with everything decided. */
export interface Prepared extends WireRequest {
  readonly accept: (status: number) => boolean;
  readonly maxBytes: number;
  /** It changes nothing, whatever its method says. */
  readonly read: boolean;
  /** A redirect to another origin is followed, with nothing of ours. */
  readonly foreign: boolean;
  readonly rateLimitMs: RateLimitRule | undefined;
  readonly consume: FetchOptions['consume'];
}

/** What an upstream answered to one attempt; the body is decompressed. */
export interface Answer {
  readonly status: number;
  readonly headers: AnswerHeaders;
  readonly body: Uint8Array;
  /** Where it came from in the end. */
  readonly url: string;
}

const maxRedirects = 5;
const notAsked = 'redirected to an address that is not asked';
const maxErrorBytes = 4_096;

/** What happens while a request is under way. */
export interface Underway {
  /** A part of a body that is consumed has come. */
  alive(): void;
  /** It goes on to another origin. */
  leaves(): void;
}

/**
 * Sends a request once, following redirects of reads.
 *
 * @throws NetworkFault, StatusFault, RedirectFault, BodyTooLarge, or the signal's reason
 */
export async function attempt(request: Prepared, signal: AbortSignal, underway: Underway): Promise<Answer> {
  const { response, url } = await follow(request, signal, underway);
  const { status, headers } = response;
  if (!request.accept(status)) throw await statusFault(request, response);
  if (request.consume) {
    await request.consume(chunksOf(response, underway));
    return { status, headers, body: new Uint8Array(), url };
  }
  const body = await readBody(response.body, request.maxBytes);
  const text = () => textOf(body);
  const limited = request.rateLimitMs?.({ url, status, headers, text });
  if (limited === undefined) return { status, headers, body, url };
  throw new StatusFault(status, headers, limited, textOf(body.subarray(0, maxErrorBytes)), true);
}

async function* chunksOf({ body }: WireAnswer, { alive }: Underway): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    alive();
    yield chunk;
  }
}

async function statusFault(request: Prepared, { status, headers, body }: WireAnswer): Promise<StatusFault> {
  const { bytes } = await readStart(body, maxErrorBytes);
  const text = textOf(bytes);
  const limitedMs = request.rateLimitMs?.({ url: request.url.href, status, headers, text: () => text });
  const afterMs = limitedMs ?? retryAfterMs(headers);
  return new StatusFault(status, headers, afterMs, text, limitedMs === undefined ? undefined : true);
}

async function follow(request: Prepared, signal: AbortSignal, { leaves }: Underway) {
  const { method, body, accept, agents } = request;
  let { url, headers } = request;
  let previous: WireAnswer | undefined;
  for (let redirects = 0; ; redirects++) {
    const sentBy = url.origin === request.url.origin ? undefined : request.url.hostname;
    const response = await sendRequest({ method, url, headers, body, sentBy, agents }, signal).catch(
      (error: unknown) => {
        throw previous && error instanceof RefusedAddress ? refusal(notAsked, previous) : error;
      },
    );
    previous = response;
    const location = response.headers.get('location');
    if (!isRedirect(response.status) || location === null || accept(response.status)) {
      return { response, url: url.href };
    }
    response.discard();
    const refuse = (reason: string) => refusal(reason, response);
    if (method !== 'GET' && method !== 'HEAD') throw refuse('answered a change with a redirect');
    if (redirects === maxRedirects) throw refuse(`redirected more than ${maxRedirects} times`);
    const next = URL.canParse(location, url.href) ? new URL(location, url.href) : undefined;
    if (next === undefined) throw refuse('redirected to no address');
    if (next.origin !== url.origin) {
      if (!request.foreign) throw refuse('redirected to another origin');
      if (!mayLeaveFor(next, request.url)) throw refuse(notAsked);
      headers = anonymous(headers);
      leaves();
    }
    url = next;
  }
}

const refusal = (reason: string, { status, headers }: WireAnswer) =>
  new RedirectFault(reason, status, headers);

const isRedirect = (status: number) => [301, 302, 303, 307, 308].includes(status);

/** Where an upstream may send a reader: by TLS, and into this machine or its network only where it is there itself. */
function mayLeaveFor(next: URL, from: URL): boolean {
  if (isLinkLocal(next.hostname) || next.username !== '' || next.password !== '') return false;
  if (isLoopback(next.hostname)) return isLoopback(from.hostname) && /^https?:$/.test(next.protocol);
  return next.protocol === 'https:' && mayLieInside(from.hostname, [next.hostname]);
}

/** What another origin may see of a request. */
function anonymous(headers: Prepared['headers']): Prepared['headers'] {
  const seen = new Set(['user-agent', 'range']);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => seen.has(name)));
}
