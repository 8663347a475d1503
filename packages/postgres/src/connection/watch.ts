import { doesNotLast, ifItLasts, ToolError } from '@portolan/runtime';

/** When a server that does not answer is given up. */
export interface Deadline {
  /** By the clock of `performance.now`, milliseconds. */
  readonly at: number;
  /** What the statement was given, milliseconds. */
  readonly timeoutMs: number;
}

/** What ends a call although its work has not ended. */
export interface Limits {
  readonly signal: AbortSignal;
  readonly deadline?: Deadline | undefined;
}

/**
 * Ends a call early, when it is cancelled or the server is given up. Most calls are over before it looks for
 * the first time, for which a listener and two timers would cost more than their work.
 */
export class Watch {
  readonly #limits: Limits;
  #stop: ((reason: unknown) => void) | undefined;
  #begun: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;
  #state: 'new' | 'watching' | 'over' = 'new';
  #reason: unknown;
  readonly #number: number;

  /** @throws the signal's reason when it is aborted already; ToolError `timeout` when it is late already */
  constructor(limits: Limits) {
    this.#limits = limits;
    limits.signal.throwIfAborted();
    if (limits.deadline !== undefined && limits.deadline.at < performance.now()) throw late(limits.deadline);
    this.#number = ifItLasts(this);
  }

  /** Says how the call ends early, and what else is to be done once it takes so long that it is watched. */
  set(stop: (reason: unknown) => void, begun?: () => void): void {
    this.#stop = stop;
    this.#begun = begun;
    if (this.#state === 'watching') begun?.();
    if (this.#reason !== undefined) stop(this.#reason);
  }

  /** @throws the reason for which the call was to end */
  throwIfStopped(): void {
    // It may be aborted before anybody looked.
    this.#limits.signal.throwIfAborted();
    if (this.#reason !== undefined) throw this.#reason;
  }

  begin(): void {
    if (this.#state !== 'new') return;
    const { signal, deadline } = this.#limits;
    if (signal.aborted) {
      this.#onAbort();
      return;
    }
    this.#state = 'watching';
    signal.addEventListener('abort', this.#onAbort, { once: true });
    if (deadline !== undefined) {
      const leftMs = Math.max(0, deadline.at - performance.now());
      this.#timer = setTimeout(() => this.#end(late(deadline)), leftMs);
    }
    this.#begun?.();
  }

  /** The call is over. */
  end(): void {
    if (this.#state === 'watching') {
      clearTimeout(this.#timer);
      this.#limits.signal.removeEventListener('abort', this.#onAbort);
    } else if (this.#state === 'new') doesNotLast(this.#number);
    this.#state = 'over';
  }

  readonly #onAbort = () => this.#end(this.#limits.signal.reason);

  #end(reason: unknown): void {
    this.#reason ??= reason;
    this.#stop?.(this.#reason);
  }
}

const late = ({ timeoutMs }: Deadline) =>
  new ToolError('timeout', `The database did not answer within ${timeoutMs} ms.`);
