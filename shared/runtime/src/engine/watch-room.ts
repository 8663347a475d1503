import type { Caller } from '../definition/context.ts';
import { fail } from '../errors/tool-error.ts';

/**
 * Resources that one caller may watch at once, on all its connections and streams: a watch can ask an upstream
 * every second for as long as it lasts.
 */
const MAX_WATCHES = 1_024;

/** Counts the watches of each caller. */
export interface WatchRoom {
  /**
   * Begins a watch where there is room; answers how to stop it.
   *
   * @throws ToolError `too_large` over the limit
   */
  enter(caller: Caller, begin: () => Promise<() => void>): Promise<() => void>;
}

/** @param most resources that one caller may watch at once */
export function createWatchRoom(most = MAX_WATCHES): WatchRoom {
  const watches = new Map<string, number>();
  const leave = (owner: string) => {
    const left = (watches.get(owner) ?? 1) - 1;
    if (left === 0) watches.delete(owner);
    else watches.set(owner, left);
  };
  return {
    async enter({ kind, id }, begin) {
      const owner = `${kind} ${id}`;
      const open = watches.get(owner) ?? 0;
      if (open >= most) {
        fail('too_large', `This caller watches ${most} resources already.`, {
          next: 'Unsubscribe from one first, or close a stream.',
        });
      }
      watches.set(owner, open + 1);
      try {
        const stop = await begin();
        let stopped = false;
        return () => {
          if (stopped) return;
          stopped = true;
          leave(owner);
          stop();
        };
      } catch (error) {
        leave(owner);
        throw error;
      }
    },
  };
}
