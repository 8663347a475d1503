/**
 * What verification found, and whether it means that somebody changed the log; `unproven` is what a change and
 * an accident leave alike.
 */
export const findingKinds = {
  edit: 'tampering',
  insertion: 'tampering',
  deletion: 'tampering',
  reorder: 'tampering',
  truncation: 'tampering',
  checkpoint_mismatch: 'tampering',
  checkpoint_invalid: 'tampering',
  unsigned_end: 'unproven',
  torn_tail: 'notice',
  being_written: 'notice',
  unclean_stop: 'notice',
  recovered: 'notice',
  sink_failure: 'notice',
  earlier_file_missing: 'notice',
  unknown_outcome: 'notice',
} as const;

/** What can be found, by its name in a report. */
export type FindingKind = keyof typeof findingKinds;
/** What a finding means: `notice` is what a log that nobody changed can have too. */
export type Severity = (typeof findingKinds)[FindingKind];

/** Something that a check of a log found, and where. */
export interface Finding {
  readonly kind: FindingKind;
  readonly severity: Severity;
  readonly file: string;
  /** From 1; 0 where the finding is about the file as a whole. */
  readonly line: number;
  /** One sentence. */
  readonly detail: string;
}

/** What a check of a log came to. */
export interface VerifyReport {
  /** Nothing means tampering, and nothing is unproven. Notices (a torn last line, an open call) do not count. */
  readonly ok: boolean;
  /**
   * The one word for it. `being_written`: whole, signed up to the last checkpoint, and its server still runs.
   * `unproven`: whole as far as it goes, but whether its end was cut off cannot be told.
   */
  readonly verdict: 'ok' | 'being_written' | 'unproven' | 'tampered';
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
