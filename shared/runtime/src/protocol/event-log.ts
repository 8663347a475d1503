import { randomUUID } from 'node:crypto';
import type { EventStore, JSONRPCMessage } from '@modelcontextprotocol/server';

/** What is kept of all sessions together, bytes; the oldest goes first. */
const MAX_BYTES = 64 * 1024 * 1024;

interface Kept {
  readonly session: object;
  readonly streamId: string;
  readonly message: JSONRPCMessage;
  readonly bytes: number;
}

export interface EventLog {
  /** The events of one session; no other session can have them replayed. */
  of(session: object): EventStore;
  forget(session: object): void;
}

/** Keeps what was sent on the streams of legacy sessions, for clients that lost one and come back. */
export function createEventLog(maxBytes = MAX_BYTES): EventLog {
  const events = new Map<string, Kept>();
  let bytes = 0;
  const drop = (id: string, event: Kept) => {
    events.delete(id);
    bytes -= event.bytes;
  };
  const keep = (event: Kept): string => {
    const id = randomUUID();
    events.set(id, event);
    bytes += event.bytes;
    for (const [oldest, kept] of events) {
      if (bytes <= maxBytes) break;
      drop(oldest, kept);
    }
    return id;
  };
  return {
    of: (session) => sessionEvents(session, events, keep),
    forget(session) {
      for (const [id, event] of events) if (event.session === session) drop(id, event);
    },
  };
}

function sessionEvents(
  session: object,
  events: ReadonlyMap<string, Kept>,
  keep: (event: Kept) => string,
): EventStore {
  const find = (id: string) => {
    const event = events.get(id);
    return event?.session === session ? event : undefined;
  };
  return {
    storeEvent: async (streamId, message) =>
      keep({ session, streamId, message, bytes: JSON.stringify(message).length }),
    getStreamIdForEventId: async (id) => find(id)?.streamId,
    async replayEventsAfter(lastId, { send }) {
      const last = find(lastId);
      if (!last) throw new Error('That event is not kept any more.');
      const ids = [...events.keys()];
      for (const id of ids.slice(ids.indexOf(lastId) + 1)) {
        const event = find(id);
        // The first event of a stream is empty: it only gives the client an id to come back with.
        if (event?.streamId === last.streamId && 'jsonrpc' in event.message) await send(id, event.message);
      }
      return last.streamId;
    },
  };
}
