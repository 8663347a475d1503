import { randomUUID } from 'node:crypto';
import {
  type EventStore,
  type JSONRPCMessage,
  parseJSONRPCMessage,
  type RequestId,
} from '@modelcontextprotocol/server';

/** What is kept of all sessions together, bytes. */
const MAX_BYTES = 64 * 1024 * 1024;
/** What an event takes beside its text, with its ids and its place: a small one is 837 bytes of Node 24's heap. */
const EVENT_BYTES = 1024;

interface Kept {
  readonly streamId: string;
  /** Text, for parsed messages take many times their bytes; undefined of what only gives a client an id. */
  readonly text: string | undefined;
  readonly bytes: number;
  /** Whether nothing more comes on its stream. */
  isOver: boolean;
}

interface SessionLog {
  /** The oldest first. */
  readonly events: Map<string, Kept>;
  bytes: number;
}

/** The events of one session. */
export interface SessionEvents extends EventStore {
  /** Keeps no answer to this request, and notes that its stream is over. */
  silence(request: RequestId): void;
  /** Whether the stream of that event was silenced. */
  isOver(eventId: string): boolean;
}

/** The events of every session, bounded together; what was dropped cannot be replayed. */
export interface EventLog {
  /** The events of one session; no other session can have them replayed. */
  of(session: object): SessionEvents;
  forget(session: object): void;
}

/**
 * Keeps what was sent on the streams of legacy sessions, for clients that lost one and come back. Where there is
 * too much, the oldest event of the session that holds most goes, so that nobody crowds out what others may need.
 */
export function createEventLog(maxBytes = MAX_BYTES): EventLog {
  const logs = new Map<object, SessionLog>();
  let bytes = 0;
  const makeRoom = () => {
    while (bytes > maxBytes) {
      const most = [...logs.values()].reduce((one, other) => (other.bytes > one.bytes ? other : one));
      const [oldest] = most.events;
      if (!oldest) return;
      const [id, kept] = oldest;
      most.events.delete(id);
      most.bytes -= kept.bytes;
      bytes -= kept.bytes;
    }
  };
  return {
    of(session) {
      const log: SessionLog = { events: new Map(), bytes: 0 };
      logs.set(session, log);
      return sessionEvents(log, (id, kept) => {
        // What comes after its end belongs to no session.
        if (logs.get(session) !== log) return;
        log.events.set(id, kept);
        log.bytes += kept.bytes;
        bytes += kept.bytes;
        makeRoom();
      });
    },
    forget(session) {
      const log = logs.get(session);
      bytes -= log?.bytes ?? 0;
      log?.events.clear();
      logs.delete(session);
    },
  };
}

function sessionEvents({ events }: SessionLog, keep: (id: string, kept: Kept) => void): SessionEvents {
  const silenced = new Set<RequestId>();
  return {
    silence: (request) => void silenced.add(request),
    isOver: (id) => events.get(id)?.isOver === true,
    async storeEvent(streamId, message) {
      const id = randomUUID();
      if (
        'id' in message &&
        !('method' in message) &&
        message.id !== undefined &&
        silenced.delete(message.id)
      ) {
        for (const event of events.values()) event.isOver ||= event.streamId === streamId;
        return id;
      }
      // The first event of a stream is empty: it only gives the client an id to come back with.
      const text = 'jsonrpc' in message ? JSON.stringify(message) : undefined;
      keep(id, { streamId, text, bytes: EVENT_BYTES + Buffer.byteLength(text ?? ''), isOver: false });
      return id;
    },
    getStreamIdForEventId: async (id) => events.get(id)?.streamId,
    async replayEventsAfter(lastId, { send }) {
      const last = events.get(lastId);
      if (!last) throw new Error('That event is not kept any more.');
      const ids = [...events.keys()];
      for (const id of ids.slice(ids.indexOf(lastId) + 1)) {
        const event = events.get(id);
        if (event?.streamId !== last.streamId || event.text === undefined) continue;
        await send(id, parsed(event.text));
      }
      return last.streamId;
    },
  };
}

const parsed = (text: string): JSONRPCMessage => parseJSONRPCMessage(JSON.parse(text));
