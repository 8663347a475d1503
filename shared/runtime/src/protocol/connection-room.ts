import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/server';
import { createAnswerRoom, largestAnswer } from '../engine/answer-room.ts';
import type { EngineParts } from '../engine/parts.ts';

/** Holds back the requests of one connection for whose answers there is no room yet. */
export interface ConnectionRoom {
  /** Serves the message now or when there is room; what has no large answer never waits. */
  admit(message: JSONRPCMessage, serve: () => void): void;
  /** The answer is written, or the client cancelled. */
  settled(id: RequestId): void;
}

/** One room of `ANSWER_ROOM_BYTES` for a connection; an answer takes the most that it can become. */
export function createConnectionRoom(parts: EngineParts): ConnectionRoom {
  const room = createAnswerRoom();
  /** Of one id there are several where a client uses it again before its answer. */
  const leaves = new Map<RequestId, (() => void)[]>();
  return {
    admit(message, serve) {
      const bytes = largestAnswer(parts, message);
      if (bytes === 0 || !('id' in message) || message.id === undefined) return serve();
      const same = leaves.get(message.id) ?? [];
      leaves.set(message.id, same);
      same.push(room.enter(bytes, serve));
    },
    settled(id) {
      const same = leaves.get(id);
      const leave = same?.shift();
      if (same?.length === 0) leaves.delete(id);
      leave?.();
    },
  };
}
