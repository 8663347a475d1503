import type { Effect } from '../definition/tool.ts';
import type { AuditOutcome } from './types.ts';

/** The version of the record format, in every record as `v`. */
export const recordFormat = 1;

interface Described {
  /** ISO 8601 in UTC, with milliseconds: the moment the record was made. */
  readonly time: string;
  /** The name of the server, `filesystem`. */
  readonly server: string;
}

/** What a call is: in an intent and in the one record of a read; an outcome repeats what identifies it. */
interface CallFields extends Described {
  /** Links an intent with its outcome; unique over all processes. */
  readonly id: string;
  /** MCP method: `tools/call`, `resources/read`, `resources/list`, `prompts/get` or `completion/complete`. */
  readonly method: string;
  /** Tool or prompt name, or resource URI, of a list the method; redacted and bounded. */
  readonly target: string;
  /** `read`, `write` or `destroy`. */
  readonly effect: Effect;
  /** Who called, as authentication knows it; on stdio the local user. */
  readonly caller: {
    readonly id: string;
    readonly kind: string;
    /** Fingerprint of the token that the caller brought for the upstream; keyed, so it tells nothing of the token. */
    readonly credential?: string;
  };
  /** Keyed HMAC-SHA-256 over the canonical JSON of the arguments, in hex. */
  readonly argumentsHmac: string;
  /** The arguments, redacted and bounded; absent in an outcome. */
  readonly arguments?: unknown;
  /** 32 hex digits. */
  readonly traceId?: string | undefined;
}

/** The first record of a write or destroy. */
export interface IntentRecord extends CallFields {
  /** A write or destroy is about to run. */
  readonly phase: 'intent';
}

/** The second record of a write or destroy. */
export interface OutcomeRecord extends CallFields, AuditOutcome {
  /** A write or destroy ended. */
  readonly phase: 'outcome';
}

/** The one record of a read or a refusal. */
export interface ReadRecord extends CallFields, AuditOutcome {
  /** A read ended, or a call was refused before it could have an effect; it has this one record. */
  readonly phase: 'call';
}

/** The chain goes on after a torn last line (the process was killed) or after the sink had failed. */
export interface RecoveredRecord extends Described {
  readonly phase: 'recovered';
  /** A line was cut off, or the sink could not be written for a while. */
  readonly reason: 'torn_tail' | 'sink_failure';
  /** Bytes of the torn line, which stays in the file. */
  readonly tornBytes?: number;
  /** SHA-256 of the torn bytes, so that they cannot be swapped for others later. */
  readonly tornSha256?: string;
  /** Calls that were refused because their intent, or with `--audit-required all` their record, could not be written. */
  readonly refused?: number;
  /** Reads that ran and have no record, because too many waited for the sink. */
  readonly lost?: number;
}

/** First record of a file that continues the chain of an earlier file (rotation). */
export interface ContinuedRecord extends Described {
  readonly phase: 'continued';
  /** Hash of the last record of the earlier file. */
  readonly previous: string;
}

/** A record before it is put into the chain. */
export type RecordFields = IntentRecord | OutcomeRecord | ReadRecord | RecoveredRecord | ContinuedRecord;
