import type { Caller } from '../definition/context.ts';
import type { Effect } from '../definition/tool.ts';

/** What one call looks like to the audit, before anything ran. */
export interface AuditCall {
  readonly server: string;
  /** MCP method: `tools/call`, `resources/read`, `resources/list`, `prompts/get` or `completion/complete`. */
  readonly method: string;
  /** Tool or prompt name, or resource URI; of a list the method. */
  readonly target: string;
  readonly effect: Effect;
  readonly caller: Pick<Caller, 'id' | 'kind' | 'principal' | 'ownToken'>;
  /** Raw arguments; they are never written, only their keyed HMAC and a redacted summary. */
  readonly arguments: unknown;
  readonly traceId: string | undefined;
}

/** How a call ended. */
export interface AuditOutcome {
  /** `input_required`: the user was asked, and the call goes on when the answer comes. */
  readonly status: 'ok' | 'error' | 'denied' | 'input_required';
  /** A code of the error catalogue. */
  readonly errorCode?: string;
  /** From the arrival of the call to its end, milliseconds. */
  readonly durationMs: number;
  /** Size of the answer, bytes; of one far from its limit, without JSON's escapes. */
  readonly resultBytes?: number;
}

/** Open until its outcome is recorded. */
export interface AuditEntry {
  /**
   * Appends the outcome. A read has this one record only.
   *
   * @throws ToolError `audit_unavailable` when the answer must wait for its record and that cannot be written
   */
  close(outcome: AuditOutcome): Promise<void>;
}

/** The audit log of a server. */
export interface Audit {
  /**
   * Begins a call. For `write` and `destroy` the intent is durable when this resolves.
   *
   * @throws ToolError `audit_unavailable` when the intent cannot be made durable: the call must not run
   */
  open(call: AuditCall): Promise<AuditEntry>;
  /**
   * Records in one record a call that was refused before it could have an effect.
   *
   * @throws ToolError `audit_unavailable` as `close` does
   */
  record(call: AuditCall, outcome: AuditOutcome): Promise<void>;
  /** Opens the sink before the first record needs it. */
  ready(): Promise<void>;
  /** Whether records can be written now, for readiness. */
  status(): { readonly ok: boolean; readonly detail: string };
  /** Writes what is pending and closes the sink. */
  close(): Promise<void>;
}
