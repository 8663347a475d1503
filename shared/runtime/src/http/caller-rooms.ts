import type { ServerResponse } from 'node:http';
import { type AnswerRoom, createAnswerRoom } from '../engine/answer-room.ts';

/** Rooms for the answers of each caller, so that one who asks for many large ones waits and others do not. */
export interface CallerRooms {
  /** Resolves when the answer has room, or nobody waits for it any more; the room is left when the response closes. */
  enter(caller: string, bytes: number, response: ServerResponse): Promise<void>;
}

/** A caller without an answer under way takes no memory here; one room has `ANSWER_ROOM_BYTES`. */
export function createCallerRooms(): CallerRooms {
  const rooms = new Map<string, AnswerRoom>();
  return {
    enter(caller, bytes, response) {
      const room = rooms.get(caller) ?? createAnswerRoom();
      rooms.set(caller, room);
      return new Promise((resolve) => {
        const leave = room.enter(bytes, resolve);
        response.once('close', () => {
          leave();
          resolve();
          if (room.empty) rooms.delete(caller);
        });
      });
    },
  };
}
