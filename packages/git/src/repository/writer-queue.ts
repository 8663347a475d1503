import { throwIfStopped } from '@portolan/runtime/programs';

/** Lets one writer at a time at each repository. */
export interface WriterQueue {
  /** @throws ToolError when the signal aborts while waiting */
  run<T>(key: string, signal: AbortSignal, work: () => Promise<T>): Promise<T>;
}

export function createWriterQueue(): WriterQueue {
  const last = new Map<string, Promise<unknown>>();
  return {
    async run(key, signal, work) {
      const before = last.get(key);
      const turn = (async () => {
        await before?.catch(() => {});
        throwIfStopped(signal);
        return work();
      })();
      last.set(key, turn);
      try {
        return await turn;
      } finally {
        if (last.get(key) === turn) last.delete(key);
      }
    },
  };
}
