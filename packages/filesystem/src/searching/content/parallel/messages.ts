import type { ScanOutcome } from '../file-scan.ts';
import type { LinePattern } from '../pattern.ts';
import type { ScanLimits } from '../scan-text.ts';
import type { Batch } from './batch.ts';

/** What a worker searches for, the same for all files of one search. */
export interface SearchTask {
  readonly pattern: LinePattern;
  /** The limits of one file. */
  readonly limits: ScanLimits;
}

/** What became of a batch. */
export interface BatchReply {
  /** Files that were searched, from the first on; fewer than all where they held too much to answer at once. */
  readonly searched: number;
  /** Whether those are all. */
  readonly isWhole: boolean;
  /** What was found, by the file's place in the batch. `again` is left to the main thread, which says what is wrong. */
  readonly outcomes: readonly (readonly [index: number, outcome: WorkerOutcome])[];
  readonly tookMs: number;
}

/** What a thread found in a file; `again`: the main thread must search it. */
export type WorkerOutcome = NonNullable<ScanOutcome> | { readonly kind: 'again' };

/** The search a thread is for, then batches of its files. */
export type ToWorker =
  | { readonly kind: 'task'; readonly task: SearchTask }
  | { readonly kind: 'batch'; readonly batch: Batch };

/** A thread says that it is ready, then answers each batch. */
export type FromWorker = { readonly kind: 'ready' } | { readonly kind: 'batch'; readonly reply: BatchReply };

/** Tells the module of the worker that it runs in one of its own workers, and not in somebody else's. */
export const workerMark = 'portolan-content-search';
