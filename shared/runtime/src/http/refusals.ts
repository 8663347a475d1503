import type { Refusal } from './replies.ts';

/** What the listener refuses by itself, before MCP. */
export const refusals = {
  badRequest: (message: string): Refusal => ({ status: 400, code: 'bad_request', message }),

  notFound: (paths: readonly string[]): Refusal => ({
    status: 404,
    code: 'not_found',
    message: 'There is nothing at this path.',
    data: { paths },
  }),

  noMetrics: { status: 404, code: 'not_found', message: 'Metrics are off.' },

  onlyRead: {
    status: 405,
    code: 'method_not_allowed',
    message: 'This path is only read.',
    headers: { allow: 'GET, HEAD' },
  },

  flooded: (waitMs: number): Refusal => ({
    status: 429,
    code: 'rate_limited',
    message: `Too many requests. Wait ${waitMs} ms, then send again.`,
    headers: { 'retry-after': String(Math.ceil(waitMs / 1_000)) },
    data: { retryAfterMs: waitMs },
  }),

  tooManyStreams: {
    status: 429,
    code: 'rate_limited',
    message: 'This caller has too many streams open. Close one, then open another.',
    headers: { 'retry-after': '1' },
  },

  unsupportedCoding: {
    status: 415,
    code: 'unsupported',
    message: 'The body of a request is taken without a content coding only.',
    headers: { 'accept-encoding': 'identity' },
  },

  tooLarge: (maxBytes: number): Refusal => ({
    status: 413,
    code: 'too_large',
    message: `The request body is over ${maxBytes} bytes. Send less at once.`,
    headers: { connection: 'close' },
    data: { maxBytes },
  }),

  noRoom: {
    status: 429,
    code: 'rate_limited',
    message: 'The requests of this caller hold too much already. Wait for their answers, then send again.',
    headers: { connection: 'close', 'retry-after': '1' },
  },

  fault: { status: 500, code: 'internal', message: 'A fault of this server; see its log.' },

  shuttingDown: {
    status: 503,
    code: 'unavailable',
    message: 'The server is shutting down. Send the request again.',
    headers: { connection: 'close', 'retry-after': '1' },
  },
} satisfies Readonly<Record<string, Refusal | ((detail: never) => Refusal)>>;
