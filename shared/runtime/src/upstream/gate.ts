import { TimeRanOut } from './abort.ts';

/** Too many wait already; nothing was sent. */
export class GateFull extends Error {
  override readonly name = 'GateFull';
}

/** Room for so many calls at once; the others wait. */
export interface Gate {
  /**
   * Runs as soon as there is room, in the order of arrival.
   *
   * @param signal takes it out of the queue at once
   * @throws GateFull when the queue is full, or when the time ran out while it waited
   */
  run<Result>(call: () => Promise<Result>, signal: AbortSignal): Promise<Result>;
  readonly idle: boolean;
}

/** Bounds how many calls run and how many wait. */
export function createGate(limit: number, maxQueue: number): Gate {
  const queue = new Set<() => void>();
  let running = 0;

  const enter = async (signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    if (running < limit) {
      running += 1;
      return;
    }
    if (queue.size >= maxQueue) throw new GateFull(`${queue.size} calls wait already.`);
    await turnIn(queue, signal);
  };
  const exit = () => {
    const [next] = queue;
    if (next === undefined) running -= 1;
    else next();
  };

  return {
    get idle() {
      return running === 0 && queue.size === 0;
    },
    async run(call, signal) {
      await enter(signal);
      try {
        return await call();
      } finally {
        exit();
      }
    },
  };
}

/** Waits in a queue until it is called, or until there is no use in waiting. */
const turnIn = (queue: Set<() => void>, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const leave = () => {
      queue.delete(admit);
      const { reason } = signal;
      reject(
        reason instanceof TimeRanOut ? new GateFull('There was no room in time.', { cause: reason }) : reason,
      );
    };
    // The room passes from the call that ends to the one admitted, so the number of those that run stays as it is.
    const admit = () => {
      signal.removeEventListener('abort', leave);
      queue.delete(admit);
      resolve();
    };
    queue.add(admit);
    signal.addEventListener('abort', leave, { once: true });
  });

/** One gate for each key, kept only while it is used. */
export function createGates(maxQueue: number) {
  const gates = new Map<string, Gate>();
  return async <Result>(key: string, limit: number, call: () => Promise<Result>, signal: AbortSignal) => {
    const gate = gates.get(key) ?? createGate(limit, maxQueue);
    gates.set(key, gate);
    try {
      return await gate.run(call, signal);
    } finally {
      if (gate.idle && gates.get(key) === gate) gates.delete(key);
    }
  };
}
