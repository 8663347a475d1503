/** What verification found, and whether it means that somebody changed the log. */
export const findingKinds = {
  edit: 'tampering',
  insertion: 'tampering',
  deletion: 'tampering',
  reorder: 'tampering',
  truncation: 'tampering',
  checkpoint_mismatch: 'tampering',
  checkpoint_invalid: 'tampering',
  torn_tail: 'notice',
  recovered: 'notice',
  sink_failure: 'notice',
  earlier_file_missing: 'notice',
  unknown_outcome: 'notice',
} as const;

export type FindingKind = keyof typeof findingKinds;

export interface Finding {
  readonly kind: FindingKind;
  readonly severity: 'tampering' | 'notice';
  readonly file: string;
  /** From 1; 0 where the finding is about the file as a whole. */
  readonly line: number;
  /** One sentence. */
  readonly detail: string;
}

export interface VerifyReport {
  /** No finding means tampering. Notices (a torn last line, a call that was cut off) do not count. */
  readonly ok: boolean;
  /** In the order of the chain: rotated files first. */
  readonly files: readonly string[];
  readonly records: number;
  /** Chain, number and hash of the last record; compare it with a copy kept elsewhere. */
  readonly head: { readonly chain: string; readonly seq: number; readonly hash: string } | undefined;
  /** How far the end of the log is vouched for. */
  readonly checkpoints: { readonly count: number; readonly signed: boolean; readonly lastSeq: number };
  readonly findings: readonly Finding[];
  /** Findings beyond the first 1,000, not listed. */
  readonly omitted: number;
}
