import { setImmediate as afterInput } from 'node:timers/promises';
import { keepYoungGenerationOn } from '../../memory/young-generation.ts';

/** Milliseconds of synchronous work between two looks at the event loop. Other calls wait this long at most. */
export const sliceMs = 12;

/**
 * Cuts long synchronous work into slices: ask `over` after each step, and `await rest()` when it says yes.
 * Synchronous file calls are about ten times cheaper than asynchronous ones; slices keep them harmless.
 */
export class TimeSlices {
  readonly #signal: AbortSignal | undefined;
  #until = performance.now() + sliceMs;

  constructor(signal?: AbortSignal) {
    this.#signal = signal;
    signal?.throwIfAborted();
  }

  get over(): boolean {
    return performance.now() >= this.#until;
  }

  /** Begins a slice, for work that comes after the event loop had its turn. */
  begin(): void {
    this.#until = performance.now() + sliceMs;
  }

  /** Lets everything that waits run. @throws the signal's reason once it is aborted */
  async rest(): Promise<void> {
    await afterInput();
    keepYoungGenerationOn();
    this.#signal?.throwIfAborted();
    this.begin();
  }
}
