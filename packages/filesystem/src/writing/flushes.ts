import { closeSync, fsync } from 'node:fs';
import { promisify } from 'node:util';
import { failFromOs } from '../access/os-error.ts';

const fsyncAsync = promisify(fsync);

/** Flushes that run at once: the disk takes those that wait together, and Node has four threads for them. */
const AT_ONCE = 16;

/**
 * Makes files durable beside the work on the next ones. A flush waits for the disk, so one after the other
 * would be most of what copying many small files takes.
 */
export class Flushes implements AsyncDisposable {
  readonly #running = new Set<Promise<void>>();
  #failure: { readonly error: unknown; readonly shown: string } | undefined;

  /** Flushes and closes a descriptor, which is taken over; waits while many are at it. */
  async add(fd: number, shown: string): Promise<void> {
    const flush = fsyncAsync(fd)
      .catch((error: unknown) => {
        this.#failure ??= { error, shown };
      })
      .finally(() => {
        closeSync(fd);
        this.#running.delete(flush);
      });
    this.#running.add(flush);
    if (this.#running.size >= AT_ONCE) await Promise.race(this.#running);
  }

  /**
   * Resolves when all that was added is on the disk.
   *
   * @throws ToolError `no_space`, …, as the first that failed
   */
  async settled(): Promise<void> {
    await Promise.all(this.#running);
    if (this.#failure) failFromOs(this.#failure.error, this.#failure.shown);
  }

  /** Waits until nothing is open any more, whatever became of it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#running);
  }
}
