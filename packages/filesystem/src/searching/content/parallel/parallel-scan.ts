import type { Verdict } from '../../walk/walk-tree.ts';
import type { FilePlace } from '../file-place.ts';
import { untilAborted } from '../until-aborted.ts';
import { type Batch, BatchBuilder, filesOf } from './batch.ts';
import type { BatchReply, SearchTask } from './messages.ts';
import type { SearchWorker } from './search-worker.ts';
import { giveBack, leaseWorkers } from './worker-pool.ts';

/** Milliseconds of work a batch is made for: long beside the cost of a message, short beside a search. */
const batchMs = 3;
const firstBatchFiles = 16;
const maxBatchFiles = 512;
/** One batch is searched while the next ones wait for it, also where this thread is held up by work of its own. */
const batchesPerWorker = 3;
/** Batches that wait to be merged behind a slow one; more are not begun. */
const maxOpenBatches = 16;

/** Files in the order of the walk, and what became of them. */
export interface DoneBatch<Note> {
  /** What the walk noted before the first of them. */
  readonly note: Note | undefined;
  readonly batch: Batch;
  /** Nothing where the thread ended. */
  readonly reply: BatchReply | undefined;
}

interface OpenBatch<Note> extends Omit<DoneBatch<Note>, 'reply'> {
  readonly reply: Promise<BatchReply | undefined>;
  isDone: boolean;
}

/** What is searched for, and who takes the results. */
export interface ParallelOptions<Note> {
  readonly task: SearchTask;
  /** Called in the order in which files were added; `stop` ends the search. */
  readonly merge: (done: DoneBatch<Note>) => Promise<Verdict>;
  /** Searches files in this thread while the others have enough to do; left out for work that would block it. */
  readonly here?: ((files: Iterable<FilePlace>) => Promise<BatchReply>) | undefined;
  /** Ends every wait with its reason. */
  readonly signal: AbortSignal | undefined;
}

/**
 * Spreads files over threads and merges what comes back in the order in which they were given, so that the
 * answer does not depend on who was faster. Holds a bounded number of batches. Disposing ends the threads
 * that are still at work.
 */
export class ParallelScan<Note> implements Disposable {
  /** Ends when the threads have begun, or there are none. */
  readonly ready: Promise<void>;
  readonly #options: ParallelOptions<Note>;
  readonly #open: OpenBatch<Note>[] = [];
  readonly #files = new BatchBuilder();
  #workers: readonly SearchWorker[] = [];
  #isDisposed = false;
  #wasReady = false;
  #note: Note | undefined;
  #batchFiles = firstBatchFiles;

  constructor(options: ParallelOptions<Note>) {
    this.#options = options;
    this.ready = this.#start();
  }

  /** Whether files can be added: a thread was ready once. Where all have ended since, `merge` gets no replies. */
  get isReady(): boolean {
    this.#wasReady ||= this.#workers.some(({ isReady }) => isReady);
    return this.#wasReady;
  }

  /** @param note what the walk noted since the file before, if anything */
  add(place: FilePlace, note: Note | undefined): Verdict | Promise<Verdict> {
    if (note !== undefined) {
      this.#hand(this.#freeWorker(Number.POSITIVE_INFINITY));
      this.#note = note;
    }
    this.#files.add(place);
    if (this.#files.count < this.#batchFiles) return undefined;
    const worker = this.#freeWorker(batchesPerWorker);
    if (worker === undefined) return this.#addHere();
    this.#hand(worker);
    return this.#open[0]?.isDone === true || this.#isFull ? this.#mergeDone() : undefined;
  }

  /** Merges everything that is still under way. */
  async finish(): Promise<Verdict> {
    this.#hand(this.#freeWorker(Number.POSITIVE_INFINITY));
    while (this.#open.length > 0) if ((await this.#mergeFirst()) === 'stop') return 'stop';
    return undefined;
  }

  [Symbol.dispose](): void {
    this.#isDisposed = true;
    giveBack(this.#workers);
    this.#workers = [];
  }

  async #start(): Promise<void> {
    const workers = await leaseWorkers();
    if (this.#isDisposed) return giveBack(workers);
    this.#workers = workers;
    await Promise.all(workers.map((worker) => worker.begin(this.#options.task)));
  }

  get #isFull(): boolean {
    return this.#open.length >= maxOpenBatches;
  }

  #freeWorker(maxLoad: number): SearchWorker | undefined {
    return this.#workers
      .filter(({ isReady, load }) => isReady && load < maxLoad)
      .sort((a, b) => a.load - b.load)[0];
  }

  /** Every thread has enough to do. */
  async #addHere(): Promise<Verdict> {
    const { here } = this.#options;
    if (here !== undefined && !this.#isFull) {
      const batch = this.#files.take();
      const reply = await here(filesOf(batch));
      this.#put(batch, Promise.resolve(reply));
      this.#adapt(reply);
    } else {
      if ((await this.#mergeFirst()) === 'stop') return 'stop';
      const worker = this.#freeWorker(batchesPerWorker);
      // Without a thread that is free the batch grows until there is one.
      if (worker !== undefined || this.#files.count >= maxBatchFiles) this.#hand(worker);
    }
    return this.#mergeDone();
  }

  /** Gives the gathered files to a thread; where there is none, `merge` learns that nobody searched them. */
  #hand(worker: SearchWorker | undefined): void {
    if (this.#files.count === 0) return;
    const batch = this.#files.take();
    this.#put(batch, worker?.search(batch) ?? Promise.resolve(undefined));
  }

  #put(batch: Batch, reply: Promise<BatchReply | undefined>): void {
    const open = { note: this.#note, batch, reply, isDone: false };
    void reply.then(() => {
      open.isDone = true;
    });
    this.#open.push(open);
    this.#note = undefined;
  }

  async #mergeDone(): Promise<Verdict> {
    while (this.#open[0]?.isDone === true || this.#isFull)
      if ((await this.#mergeFirst()) === 'stop') return 'stop';
    return undefined;
  }

  async #mergeFirst(): Promise<Verdict> {
    const first = this.#open.shift();
    if (first === undefined) return undefined;
    const reply = await untilAborted(first.reply, this.#options.signal);
    if (reply !== undefined) this.#adapt(reply);
    return this.#options.merge({ note: first.note, batch: first.batch, reply });
  }

  /** At most four times the size of before, so that one lucky batch does not make the next one huge. */
  #adapt({ searched, tookMs }: BatchReply): void {
    const fitting = Math.round((searched * batchMs) / Math.max(tookMs, 0.01));
    this.#batchFiles = Math.max(1, Math.min(fitting, searched * 4, maxBatchFiles));
  }
}
