import { ToolError } from '@portolan/runtime';
import type { Session } from './open-session.ts';
import type { Watch } from './watch.ts';

/** How long a call waits for a connection, milliseconds. */
const WAIT_MS = 5_000;
/** How long a connection is kept with nothing to do, milliseconds; at most twice as long. */
const IDLE_MS = 30_000;

interface Waiter {
  readonly until: number;
  readonly give: (session: Session) => void;
  readonly refuse: (error: unknown) => void;
}

/** At most so many connections, opened when they are needed. */
export class Pool {
  readonly #size: number;
  readonly #alias: string;
  readonly #openOne: () => Promise<Session>;
  readonly #all = new Set<Session>();
  /** The longest idle first; the last is taken. */
  readonly #idle: { readonly session: Session; readonly since: number }[] = [];
  /** In the order they came. */
  readonly #waiting = new Set<Waiter>();
  /** Open ones and those that are being opened. */
  #count = 0;
  #closed = false;
  // One timer for all: one for each call costs more than the call's place in a queue.
  #sweeping: NodeJS.Timeout | undefined;
  #refusing: NodeJS.Timeout | undefined;

  constructor(size: number, alias: string, open: () => Promise<Session>) {
    this.#size = size;
    this.#alias = alias;
    this.#openOne = open;
  }

  /** Whether calls wait for a connection. */
  get wanted(): boolean {
    return this.#waiting.size > 0;
  }

  /** An idle connection, if there is one, of one's own until `release`. */
  take(): Session | undefined {
    for (let held = this.#idle.pop(); held !== undefined; held = this.#idle.pop()) {
      if (!held.session.broken) return held.session;
      this.#drop(held.session);
    }
    return undefined;
  }

  /**
   * A new connection, or the next that is given back, of one's own until `release`.
   *
   * @throws ToolError `busy` when all are in use for five seconds; why the watch ends the call; what
   *   opening throws
   */
  acquire(watch: Watch): Promise<Session> {
    if (this.#closed) return Promise.reject(shuttingDown());
    if (this.#count < this.#size) return this.#openFirst();
    return new Promise((resolve, reject) => {
      const waiter: Waiter = { until: performance.now() + WAIT_MS, give: resolve, refuse: reject };
      this.#waiting.add(waiter);
      this.#refusing ??= setTimeout(this.#refuseLate, WAIT_MS);
      watch.set((reason) => {
        if (this.#waiting.delete(waiter)) reject(reason);
      });
    });
  }

  /** Gives a connection back: to who waits for one, else to the idle ones; a broken one is closed. */
  release(session: Session): void {
    if (session.broken || this.#closed) {
      this.#drop(session);
      return;
    }
    const waiter = this.#nextWaiter();
    if (waiter !== undefined) {
      waiter.give(session);
      return;
    }
    this.#idle.push({ session, since: performance.now() });
    this.#sweeping ??= setTimeout(this.#sweep, IDLE_MS).unref();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#sweeping);
    clearTimeout(this.#refusing);
    for (let waiter = this.#nextWaiter(); waiter; waiter = this.#nextWaiter()) waiter.refuse(shuttingDown());
    await Promise.all([...this.#all].map((session) => session.close()));
  }

  async #openFirst(): Promise<Session> {
    try {
      return await this.#open();
    } catch (error) {
      this.#openForWaiting();
      throw error;
    }
  }

  async #open(): Promise<Session> {
    this.#count += 1;
    try {
      const session = await this.#openOne();
      this.#all.add(session);
      if (!this.#closed) return session;
      await session.close();
      throw shuttingDown();
    } catch (error) {
      this.#count -= 1;
      throw error;
    }
  }

  #drop(session: Session): void {
    this.#all.delete(session);
    this.#count -= 1;
    void session.close();
    this.#openForWaiting();
  }

  /** Where one was closed and somebody waits, another is opened. */
  #openForWaiting(): void {
    if (this.#waiting.size === 0 || this.#closed) return;
    this.#open().then(
      (session) => this.release(session),
      (error: unknown) => {
        this.#nextWaiter()?.refuse(error);
        this.#openForWaiting();
      },
    );
  }

  #nextWaiter(): Waiter | undefined {
    for (const waiter of this.#waiting) {
      this.#waiting.delete(waiter);
      return waiter;
    }
    return undefined;
  }

  readonly #refuseLate = () => {
    const now = performance.now();
    for (const waiter of this.#waiting) {
      if (waiter.until > now + 1) break;
      this.#waiting.delete(waiter);
      waiter.refuse(this.#allInUse());
    }
    const [oldest] = this.#waiting;
    this.#refusing = oldest && setTimeout(this.#refuseLate, oldest.until - now);
  };

  #allInUse(): ToolError {
    return new ToolError('busy', `All ${this.#size} connections of the source "${this.#alias}" are in use.`, {
      next: 'Wait until another call ends, then call again; list_activity shows what runs.',
      retryAfterMs: 1_000,
    });
  }

  readonly #sweep = () => {
    const before = performance.now() - IDLE_MS;
    const old = this.#idle.filter(({ since }) => since <= before);
    this.#idle.splice(0, old.length);
    for (const { session } of old) this.#drop(session);
    this.#sweeping = this.#idle.length === 0 ? undefined : setTimeout(this.#sweep, IDLE_MS).unref();
  };
}

const shuttingDown = () => new ToolError('unavailable', 'The server is shutting down.');
