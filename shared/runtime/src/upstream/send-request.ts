import type { ClientRequest, IncomingMessage } from 'node:http';
import { pipeline, type Readable } from 'node:stream';
import type { Agents } from './agents.ts';
import { type AnswerHeaders, answerHeaders } from './answer-headers.ts';
import { networkFault } from './fault.ts';
import { guardedLookup, RefusedAddress } from './guarded-lookup.ts';
import { proxyAgent } from './proxy.ts';
import type { UpstreamMethod } from './types.ts';

/** One request, as it is put on the wire. */
export interface WireRequest {
  readonly method: UpstreamMethod;
  readonly url: URL;
  /** Names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | undefined;
  /** The host that sent us on to this one, where it is another. */
  readonly sentBy?: string | undefined;
  /** Whose connections are taken. */
  readonly agents: Agents;
}

/** An answer whose body is still to come. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: AnswerHeaders;
  /** The body, decompressed; leaving the loop ends the transfer. @throws NetworkFault or the signal's reason */
  readonly body: AsyncIterable<Uint8Array>;
  /** Ends the transfer of a body that nobody wants. */
  discard(): void;
}

/**
 * Sends one request and waits for the head of its answer. No redirect is followed.
 *
 * Node's `fetch` would do, but loading it takes longer and more memory than all that a first call does else.
 * For the same reason the modules are taken from the process: for `import`, Node reads all exports of `node:http`,
 * and one of them is `fetch`'s library.
 *
 * @throws NetworkFault, RefusedAddress, or the signal's reason
 */
export async function sendRequest(asked: WireRequest, signal: AbortSignal): Promise<WireAnswer> {
  // So that a kept connection which the other side has closed is known to be, and not taken.
  await new Promise(setImmediate);
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const request = open(asked).once('response', resolve).on('error', reject);
  const abort = () => request.destroy();
  signal.addEventListener('abort', abort, { once: true });
  request.once('close', () => {
    signal.removeEventListener('abort', abort);
    // Of an answer that changes the protocol, which nobody asked for, Node says nothing else.
    reject(new Error('The connection was closed without an answer.'));
  });
  request.end(asked.body);
  try {
    const incoming = await promise;
    // Who answers before the request is sent, and does not read on, would keep the connection for good.
    incoming.once('end', () => request.writableFinished || request.destroy());
    const headers = answerHeaders(pairs(incoming.rawHeaders));
    const readable = hasBody(asked.method, incoming)
      ? decoded(incoming, headers.get('content-encoding'))
      : incoming;
    return {
      status: incoming.statusCode ?? 0,
      headers,
      body: chunksOf(readable, signal),
      discard: () => incoming.destroy(),
    };
  } catch (error) {
    throw error instanceof RefusedAddress ? error : networkFault(error, signal);
  }
}

function open({ method, url, headers, body, sentBy, agents }: WireRequest): ClientRequest {
  const { request } = process.getBuiltinModule(url.protocol === 'https:' ? 'node:https' : 'node:http');
  const proxy = proxyAgent(url.protocol);
  return request(url, {
    method,
    // A proxy finds the addresses itself.
    ...(proxy ? { agent: proxy } : { agent: agents.of(url.protocol, sentBy), lookup: guardedLookup(sentBy) }),
    headers: {
      accept: '*/*',
      'accept-encoding': 'gzip, br',
      ...headers,
      ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
    },
  });
}

function* pairs(raw: readonly string[]): Generator<readonly [string, string]> {
  for (let at = 0; at + 1 < raw.length; at += 2) yield [raw[at] ?? '', raw[at + 1] ?? ''];
}

/** There is nothing to decompress where there is nothing. */
const hasBody = (method: UpstreamMethod, { statusCode = 0, headers }: IncomingMessage) =>
  method !== 'HEAD' && ![204, 205, 304].includes(statusCode) && headers['content-length'] !== '0';

/** What comes in another coding than we asked for stays as it is. */
function decoded(incoming: IncomingMessage, coding: string | null): Readable {
  const decoder = decoderOf(coding?.trim().toLowerCase());
  if (decoder === undefined) return incoming;
  // The error reaches whoever reads.
  pipeline(incoming, decoder, () => {});
  return decoder;
}

function decoderOf(coding: string | undefined) {
  if (coding !== 'gzip' && coding !== 'x-gzip' && coding !== 'br') return undefined;
  const { createBrotliDecompress, createGunzip } = process.getBuiltinModule('node:zlib');
  return coding === 'br' ? createBrotliDecompress() : createGunzip();
}

async function* chunksOf(readable: Readable, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of readable) {
      // A little that came can be very much when it is decompressed, long after the connection did its part.
      signal.throwIfAborted();
      yield chunk;
    }
  } catch (error) {
    if (!isEmptyCoding(error, readable)) throw networkFault(error, signal);
  }
}

/** Whether nothing came where a coding was named: servers that compress whatever they send do so. */
const isEmptyCoding = (error: unknown, readable: Readable) =>
  error instanceof Error &&
  'code' in error &&
  error.code === 'Z_BUF_ERROR' &&
  'bytesWritten' in readable &&
  readable.bytesWritten === 0;
