import { Flight } from './flight.ts';

/**
 * One statement that is to be done when a flight is over, whatever became of it, sent in the same piece: the
 * server goes on with it while its answer is on its way.
 */
export class Behind {
  readonly flight: Flight;
  #done: boolean | undefined;
  #heard: ((done: boolean) => void) | undefined;

  constructor() {
    this.flight = new Flight([], 1, {
      resolve: () => this.#settle(true),
      // After a failed flight it cannot be done; whoever gives the connection back sees to that.
      reject: () => this.#settle(false),
    });
  }

  /** Tells, now or later, whether the server did it. */
  whenOver(heard: (done: boolean) => void): void {
    if (this.#done === undefined) this.#heard = heard;
    else heard(this.#done);
  }

  #settle(done: boolean): void {
    this.#done = done;
    this.#heard?.(done);
  }
}
