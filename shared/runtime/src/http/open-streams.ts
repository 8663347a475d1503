import type { ServerResponse } from 'node:http';

/** A client needs one or two streams; more than this by one caller only use up the server. */
const MAX_STREAMS = 32;

/** Counts the endless streams of each caller. */
export interface OpenStreams {
  /** Whether the caller may have one more; it counts until the response closes. */
  open(caller: string, response: ServerResponse): boolean;
}

/** @param most streams that one caller may have at once; 32 by default */
export function createOpenStreams(most = MAX_STREAMS): OpenStreams {
  const streams = new Map<string, number>();
  return {
    open(caller, response) {
      const open = streams.get(caller) ?? 0;
      if (open >= most) return false;
      streams.set(caller, open + 1);
      response.once('close', () => {
        const left = (streams.get(caller) ?? 1) - 1;
        if (left === 0) streams.delete(caller);
        else streams.set(caller, left);
      });
      return true;
    },
  };
}
