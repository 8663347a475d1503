import type { RequestId, WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server';
import { isRecord } from '../json/is-record.ts';
import type { SessionEvents } from './event-log.ts';
import { isRequestId } from './request-id.ts';

/** Ends the streams of a session's cancelled requests; to the library a stream ends with its answer only. */
export interface CancelledStreams {
  /** Notes the request of a body, whose stream is its own; batches share one. */
  sees(body: unknown): void;
  /** The request of a body was refused, so it has no stream. */
  refused(body: unknown): void;
  /** Ends the stream of a request that waits for its answer. */
  end(id: RequestId): Promise<void>;
}

/** `LSPErrorCodes.RequestCancelled`; no client gets to see it. */
const REQUEST_CANCELLED = -32_800;

export function endCancelledStreams(
  transport: Pick<WebStandardStreamableHTTPServerTransport, 'send' | 'closeSSEStream'>,
  events: Pick<SessionEvents, 'silence'>,
): CancelledStreams {
  const waiting = new Set<RequestId>();
  const send = transport.send.bind(transport);
  transport.send = async (message, options) => {
    if (!('method' in message) && message.id !== undefined) waiting.delete(message.id);
    await send(message, options);
  };
  return {
    sees(body) {
      const id = requestOf(body);
      if (id !== undefined) waiting.add(id);
    },
    refused(body) {
      const id = requestOf(body);
      if (id !== undefined) waiting.delete(id);
    },
    async end(id) {
      if (!waiting.delete(id)) return;
      transport.closeSSEStream(id);
      // With an answer the library forgets the request; to a cancelled one MCP has nobody see any.
      events.silence(id);
      await send({ jsonrpc: '2.0', id, error: { code: REQUEST_CANCELLED, message: 'Cancelled.' } });
    },
  };
}

function requestOf(body: unknown): RequestId | undefined {
  if (!isRecord(body) || typeof body.method !== 'string') return undefined;
  return isRequestId(body.id) ? body.id : undefined;
}
