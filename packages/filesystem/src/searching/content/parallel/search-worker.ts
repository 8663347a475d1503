import { Worker } from 'node:worker_threads';
import type { Batch } from './batch.ts';
import { type BatchReply, type FromWorker, type SearchTask, type ToWorker, workerMark } from './messages.ts';

/** MB of its heap; what a scan holds at once is far below. */
const resourceLimits = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 2 };

type Take = (reply: BatchReply | undefined) => void;

/** A thread that searches batches of files, one after the other. It has no environment and prints nothing. */
export class SearchWorker {
  readonly #worker: Worker;
  readonly #waiting: Take[] = [];
  #began: (() => void) | undefined;
  #isReady = false;
  #isDead = false;

  /** @param onEnd called once when the thread has ended, for whatever reason */
  constructor(url: string, onEnd: () => void) {
    this.#worker = new Worker(new URL(url), {
      workerData: workerMark,
      env: {},
      stdin: false,
      stdout: true,
      resourceLimits,
    });
    this.#worker.on('message', (message: FromWorker) => this.#hear(message));
    // The thread ends after an error, and what it was asked for is done without it.
    this.#worker.on('error', () => this.#die());
    this.#worker.on('exit', () => {
      this.#die();
      onEnd();
    });
  }

  /** Whether it knows its task. */
  get isReady(): boolean {
    return this.#isReady && !this.#isDead;
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /** Batches it has not answered yet. */
  get load(): number {
    return this.#waiting.length;
  }

  /** Ends when the thread knows the task, or has ended before. */
  begin(task: SearchTask): Promise<void> {
    if (this.#isDead) return Promise.resolve();
    this.#isReady = false;
    this.#worker.ref();
    this.#say({ kind: 'task', task });
    return new Promise((resolve) => {
      this.#began = resolve;
    });
  }

  /** The answer, or nothing when the thread ends before it. */
  search(batch: Batch): Promise<BatchReply | undefined> {
    if (this.#isDead) return Promise.resolve(undefined);
    this.#say({ kind: 'batch', batch });
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Lets the process end although the thread waits for more. */
  rest(): void {
    this.#worker.unref();
  }

  /** Ends the thread at once, in the middle of a line if need be. Its descriptors are closed with it. */
  stop(): void {
    this.#die();
    void this.#worker.terminate();
  }

  #say(message: ToWorker): void {
    this.#worker.postMessage(message);
  }

  #hear(message: FromWorker): void {
    if (message.kind === 'ready') {
      this.#isReady = true;
      this.#began?.();
    } else this.#waiting.shift()?.(message.reply);
  }

  #die(): void {
    this.#isDead = true;
    this.#began?.();
    for (const take of this.#waiting.splice(0)) take(undefined);
  }
}
