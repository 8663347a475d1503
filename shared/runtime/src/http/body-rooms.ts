import type { ServerResponse } from 'node:http';

/** What the bodies of one caller's requests may hold at once, bytes: 16 of the largest. */
const ROOM_BYTES = 64 * 1024 * 1024;

/** Takes room for bytes that came; false when there is none. */
export type TakeRoom = (bytes: number) => boolean;

/**
 * Rooms for the bodies of each caller, so that one who sends many large ones at once, or never to their end,
 * does not use up the memory of all.
 */
export interface BodyRooms {
  /** The room of one request; it is left when the response closes. */
  enter(caller: string, response: ServerResponse): TakeRoom;
}

/** @param roomBytes what the bodies of one caller may hold together, 64 MiB by default */
export function createBodyRooms(roomBytes = ROOM_BYTES): BodyRooms {
  const used = new Map<string, number>();
  const add = (caller: string, bytes: number) => {
    const now = (used.get(caller) ?? 0) + bytes;
    if (now === 0) used.delete(caller);
    else used.set(caller, now);
  };
  return {
    enter(caller, response) {
      let held = 0;
      response.once('close', () => add(caller, -held));
      return (bytes) => {
        if (response.destroyed || (used.get(caller) ?? 0) + bytes > roomBytes) return false;
        held += bytes;
        add(caller, bytes);
        return true;
      };
    },
  };
}
