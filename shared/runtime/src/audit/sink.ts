import type { ChainHead } from './chain.ts';
import type { ContinuedRecord, RecoveredRecord } from './record.ts';

/** What a sink says when it was opened: where the chain stands and what must be told first. */
export interface Opened {
  readonly head: ChainHead;
  readonly marker?:
    | Pick<RecoveredRecord, 'phase' | 'reason' | 'tornBytes' | 'tornSha256'>
    | Pick<ContinuedRecord, 'phase' | 'previous'>;
}

/** Sealed lines, in order. */
export interface Batch {
  /** Each with its line feed. */
  readonly lines: readonly string[];
  /** The chain after them. */
  readonly head: ChainHead;
  /** Whether they must survive a power cut when `append` resolves. */
  readonly durable: boolean;
}

/**
 * Where sealed lines go. The journal calls one method at a time. After a failed `append` it calls
 * `prepare` again, and the sink finds out anew where its chain stands, or begins a new chain.
 */
export interface AuditSink {
  /** For logs and readiness; holds no secret. */
  readonly name: string;
  /**
   * Makes the sink ready for a batch.
   *
   * @param last the chain as last acknowledged by this sink, undefined before its first batch
   * @returns undefined when it was ready, else where the chain stands
   */
  prepare(last: ChainHead | undefined): Promise<Opened | undefined>;
  /** Writes all of the batch or throws; a part that was written before a throw is the sink's to clear up. */
  append(batch: Batch): Promise<void>;
  /** @param last the chain as last acknowledged */
  close(last: ChainHead | undefined): Promise<void>;
}
