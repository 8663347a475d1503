import type { JSONRPCMessage, JSONRPCRequest, RequestId } from '@modelcontextprotocol/server';
import { cancelledId } from './cancelled-id.ts';
import { isPlainList, listServer } from './direct-lists.ts';
import type { DirectWay } from './direct-request.ts';
import { toolCallServer } from './direct-tool-call.ts';
import type { Session } from './session.ts';

/** Serves calls of tools, and lists of documents, without the protocol library, in their plainest form. */
export interface DirectCalls {
  /**
   * Takes a message, or leaves it to the library.
   *
   * @returns whether the message was taken
   */
  take(message: JSONRPCMessage): boolean;
  close(): void;
}

/**
 * The short way on stdio: the same engine, without the library's parsing of request and result, which costs
 * more than most calls. It takes only what needs nothing of the library.
 *
 * @param session the connection for a request; undefined where the library must look at it
 */
export function createDirectCalls(
  way: DirectWay,
  session: (request: JSONRPCMessage) => Session | undefined,
): DirectCalls {
  const running = new Map<RequestId, AbortController>();

  const run = async (id: RequestId, serve: (signal: AbortSignal) => Promise<void>) => {
    const controller = new AbortController();
    running.set(id, controller);
    try {
      await serve(controller.signal);
    } catch (error) {
      way.engine.parts.log.error('A call could not be answered.', { error: String(error) });
    } finally {
      if (running.get(id) === controller) running.delete(id);
    }
  };

  return {
    take(message) {
      const cancelled = cancelledId(message);
      // The library hears of it too: the request may be one of its own.
      if (cancelled !== undefined) running.get(cancelled)?.abort();
      if (!isCall(message) && !isPlainList(message)) return false;
      const opened = session(message);
      const serve = opened && (isCall(message) ? toolCallServer : listServer)(way, message, opened);
      if (serve) void run(message.id, serve);
      return serve !== undefined;
    },
    close() {
      for (const controller of running.values()) controller.abort();
    },
  };
}

const isCall = (message: JSONRPCMessage): message is JSONRPCRequest =>
  'method' in message && 'id' in message && message.method === 'tools/call';
