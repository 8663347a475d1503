import { createHash } from 'node:crypto';
import * as z from 'zod';
import { createCache } from '../cache/cache.ts';
import { createMemoryCacheStore } from '../cache/memory-cache-store.ts';
import type { CacheStore } from '../cache/types.ts';
import type { Logger } from '../telemetry/logger.ts';
import { answerHeaders } from './answer-headers.ts';
import type { Answer, Prepared } from './attempt.ts';
import { BodyTooLarge } from './read-body.ts';

const kept = z.object({
  etag: z.string(),
  status: z.number(),
  url: z.string(),
  headers: z.array(z.tuple([z.string(), z.string()])),
  body: z.base64(),
});

/** A kept answer is asked about again at each use, so it may be old; this only bounds how long it lies unused. */
const ttlMs = 3_600_000;

/** Answers that hold as long as the upstream says they do. */
export interface EtagCache {
  /** Sends with `If-None-Match` where an answer is kept, and answers with that one where it still holds. */
  send(
    request: Prepared,
    send: (request: Prepared) => Promise<Answer>,
  ): Promise<Answer & { readonly revalidated: boolean }>;
  close(): Promise<void>;
}

/** Keeps answers of GET with an ETag, apart for each credential and every other header of the request. */
export function createEtagCache(options: { readonly store?: CacheStore; readonly log: Logger }): EtagCache {
  const store = options.store ?? createMemoryCacheStore({ maxBytes: 16 * 1024 * 1024 });
  const cache = createCache({ store, schema: kept, log: options.log, maxValueBytes: 2 * 1024 * 1024 });
  return {
    async send(request, send) {
      const keeps = request.method === 'GET' && !request.foreign && request.consume === undefined;
      if (!keeps || Object.hasOwn(request.headers, 'if-none-match')) {
        return { ...(await send(request)), revalidated: false };
      }
      const key = keyOf(request);
      const known = await cache.get(key);
      const answer = await send(known === undefined ? request : conditional(request, known.etag));
      if (known !== undefined && answer.status === 304) {
        const body = Buffer.from(known.body, 'base64');
        if (body.length > request.maxBytes) throw new BodyTooLarge('The kept body is over the bound.');
        const newer = [...answer.headers].filter(([name]) => !name.startsWith('content-'));
        const headers = answerHeaders(new Map([...known.headers, ...newer]));
        return { status: known.status, url: known.url, headers, body, revalidated: true };
      }
      const etag = answer.headers.get('etag');
      const storable = answer.status === 200 && !/no-store/i.test(answer.headers.get('cache-control') ?? '');
      if (etag !== null && storable) {
        const body = Buffer.from(answer.body).toString('base64');
        const { status, url, headers } = answer;
        await cache.set(
          key,
          { etag, status, url, headers: [...headers].map(([name, value]) => [name, value]), body },
          ttlMs,
        );
      }
      return { ...answer, revalidated: false };
    },
    close: () => cache.close(),
  };
}

function conditional(request: Prepared, etag: string): Prepared {
  const headers = { ...request.headers, 'if-none-match': etag };
  return { ...request, headers, accept: (status) => status === 304 || request.accept(status) };
}

/** The headers, credential included, go in as a hash only. */
function keyOf(request: Prepared): string {
  return createHash('sha256')
    .update(JSON.stringify([request.url.href, Object.entries(request.headers).toSorted()]))
    .digest('base64url');
}
