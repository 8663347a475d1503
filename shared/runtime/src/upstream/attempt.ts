import { networkFault, RedirectFault, StatusFault } from './fault.ts';
import { readBody, readStart } from './read-body.ts';
import { retryAfterMs } from './retry-after.ts';
import type { UpstreamMethod } from './types.ts';

/** A request with everything decided. */
export interface Prepared {
  readonly method: UpstreamMethod;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: string | Uint8Array<ArrayBuffer> | undefined;
  readonly accept: (status: number) => boolean;
  readonly maxBytes: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

const maxRedirects = 5;
const maxErrorBytes = 4_096;

/**
 * Sends a request once, following redirects of reads inside the origin.
 *
 * @throws NetworkFault, StatusFault, RedirectFault, BodyTooLarge, or the signal's reason
 */
export async function attempt(request: Prepared, signal: AbortSignal): Promise<Answer> {
  try {
    const response = await follow(request, signal);
    const { status, headers } = response;
    if (request.accept(status)) return { status, headers, body: await readBody(response, request.maxBytes) };
    const { bytes } = await readStart(response, maxErrorBytes);
    throw new StatusFault(status, retryAfterMs(headers), new TextDecoder().decode(bytes));
  } catch (error) {
    // `fetch` and its body streams report every broken connection as a TypeError.
    throw error instanceof TypeError || signal.aborted ? networkFault(error, signal) : error;
  }
}

async function follow(request: Prepared, signal: AbortSignal): Promise<Response> {
  const { method, headers, body, accept } = request;
  const init = { method, headers, body: body ?? null, signal, redirect: 'manual' } as const;
  let { url } = request;
  for (let redirects = 0; ; redirects++) {
    const response = await fetch(url.href, init);
    const location = response.headers.get('location');
    if (!isRedirect(response.status) || location === null || accept(response.status)) return response;
    await response.body?.cancel();
    if (method !== 'GET' && method !== 'HEAD') throw new RedirectFault('answered a change with a redirect');
    if (redirects === maxRedirects) throw new RedirectFault(`redirected more than ${maxRedirects} times`);
    const next = URL.canParse(location, url.href) ? new URL(location, url.href) : undefined;
    if (next?.origin !== url.origin) throw new RedirectFault('redirected to another origin');
    url = next;
  }
}

const isRedirect = (status: number) => [301, 302, 303, 307, 308].includes(status);
