import { ToolError } from '../errors/tool-error.ts';
import type { Redactor } from '../redact/types.ts';
import type { Logger } from '../telemetry/logger.ts';
import { argumentsKey, argumentsKeyPath, ephemeralKey, loadArgumentsKey } from './arguments-key.ts';
import { Drafts, outcomeOf } from './drafts.ts';
import { errorLabel } from './error-label.ts';
import type { Hmac } from './hmac-sha256.ts';
import { Journal } from './journal.ts';
import type { OutcomeRecord } from './record.ts';
import type { AuditSink } from './sink.ts';
import { createSink, type Destination, parseDestination } from './sinks/select.ts';
import type { Audit, AuditCall, AuditEntry, AuditOutcome } from './types.ts';

/** Where the audit log goes, and what it is made with. */
export interface AuditOptions {
  /** `off`, `stderr`, a file path, or a URL (`otlp+http://`, `otlp+https://`, `postgres://`). */
  readonly destination: string;
  /** Key of the argument digests; from `<file>.key` when left out, or random for the process where there is no file. */
  readonly key?: Uint8Array | string;
  readonly redactor: Redactor;
  /** Name of the server, for the records that belong to no call. */
  readonly server: string;
  readonly log: Logger;
  /**
   * What waits for its record, and is refused while the sink fails: writes for their intent alone (the default),
   * or every answer for its record.
   */
  readonly failClosed?: 'writes' | 'all';
  /** Size in bytes after which a file is rotated; never when left out. */
  readonly rotateBytes?: number;
  /** Signed checkpoints beside the file, every so many records (1000) and at the end. */
  readonly checkpoint?: { readonly keyFile: string; readonly every?: number };
}

/**
 * Makes the audit of a process. Nothing is opened before the first record; `ready` opens early.
 *
 * @throws SettingsError when the destination names nothing known
 */
export function createAudit(options: AuditOptions): Audit & { ready(): Promise<void> } {
  const destination = parseDestination(options.destination);
  if (destination.kind === 'off') return auditOff;
  return createAuditOn(createSink(destination, options), options, keySource(options.key, destination));
}

/** As `createAudit`, over any sink. */
export function createAuditOn(
  sink: AuditSink,
  options: Omit<AuditOptions, 'destination'>,
  key: () => Promise<Hmac>,
): Audit & { ready(): Promise<void> } {
  return new ChainedAudit(sink, options, key);
}

function keySource(key: AuditOptions['key'], destination: Destination): () => Promise<Hmac> {
  if (key !== undefined) {
    const prepared = argumentsKey(key);
    return async () => prepared;
  }
  if (destination.kind === 'file') return () => loadArgumentsKey(argumentsKeyPath(destination.path));
  const ephemeral = ephemeralKey();
  return async () => ephemeral;
}

const auditOff: Audit & { ready(): Promise<void> } = {
  open: async () => ({ close: async () => {} }),
  record: async () => {},
  status: () => ({ ok: true, detail: 'audit is off' }),
  ready: async () => {},
  close: async () => {},
};

class ChainedAudit implements Audit {
  readonly #journal: Journal;
  readonly #sink: AuditSink;
  readonly #drafts: Drafts;
  readonly #log: Logger;
  readonly #loadKey: () => Promise<Hmac>;
  /** Whether no answer goes out before its record is durable. */
  readonly #all: boolean;
  /** Whether the sink was ever tried, so that `failure` means something. */
  #proven = false;
  #key: Hmac | undefined;
  #keyFailure: string | undefined;

  constructor(sink: AuditSink, options: Omit<AuditOptions, 'destination'>, key: () => Promise<Hmac>) {
    const { server, log, redactor, failClosed = 'writes' } = options;
    this.#journal = new Journal({ sink, server, log });
    this.#sink = sink;
    this.#drafts = new Drafts(redactor);
    this.#log = log;
    this.#loadKey = key;
    this.#all = failClosed === 'all';
  }

  async open(call: AuditCall): Promise<AuditEntry> {
    const write = call.effect !== 'read';
    const key = this.#key ?? (await this.#keyFor(write || this.#all));
    if (!write) {
      const draft = this.#drafts.read(call, key);
      if (this.#all) await this.#mustWork();
      return this.#entry((outcome) => this.#endRead(draft, outcome));
    }
    const intent = this.#drafts.intent(call, key);
    const began = performance.now();
    // A call that was refused for a slow sink is in the log all the same, and so is what became of it.
    const late = () => {
      const durationMs = Math.round(performance.now() - began);
      void this.#journal.add(outcomeOf(intent, { status: 'error', errorCode: unavailable, durationMs }));
    };
    await this.#journal.commit(intent, late).catch(refuse);
    return this.#entry((outcome) => this.#endWrite(outcomeOf(intent, outcome)));
  }

  async record(call: AuditCall, outcome: AuditOutcome): Promise<void> {
    const key = this.#key ?? (await this.#keyFor(false));
    await this.#endRead(this.#drafts.read(call, key), outcome);
  }

  status(): { readonly ok: boolean; readonly detail: string } {
    const failure = this.#journal.failure ?? this.#keyFailure;
    if (failure === undefined) return { ok: true, detail: `audit to ${this.#sink.name}` };
    const { waiting } = this.#journal;
    return { ok: false, detail: `audit to ${this.#sink.name} fails: ${failure}; ${waiting} records wait` };
  }

  /** Opens the sink, so that `status` tells whether it works. */
  async ready(): Promise<void> {
    await this.#keyFor(false);
    await this.#journal.flush();
  }

  close(): Promise<void> {
    return this.#journal.close();
  }

  /** The key; where it cannot be had, reads go on with one for the process and writes are refused. */
  async #keyFor(required: boolean): Promise<Hmac> {
    try {
      this.#key = await this.#loadKey();
      this.#keyFailure = undefined;
      return this.#key;
    } catch (error) {
      const failure = `key: ${errorLabel(error)}`;
      if (failure !== this.#keyFailure) this.#log.error('audit key cannot be read', { reason: failure });
      this.#keyFailure = failure;
      return required ? refuse(error) : ephemeralKey();
    }
  }

  async #mustWork(): Promise<void> {
    if (this.#journal.failure === undefined && this.#proven) return;
    await this.#journal.flush();
    this.#proven = true;
    if (this.#journal.failure !== undefined) refuse(new Error(this.#journal.failure));
  }

  #entry(end: (outcome: AuditOutcome) => Promise<void>): AuditEntry {
    let open = true;
    return {
      close: async (outcome) => {
        if (!open) return;
        open = false;
        await end(outcome);
      },
    };
  }

  /** Where its record cannot be written the call is a refused one, and is recorded as such when that is possible. */
  async #endRead(draft: ReturnType<Drafts['read']>, outcome: AuditOutcome): Promise<void> {
    // That the log cannot be written is all that such an answer says.
    if (!this.#all || outcome.errorCode === unavailable) return this.#journal.add(draft(outcome));
    try {
      await this.#journal.commit(draft(outcome));
    } catch (cause) {
      const { durationMs } = outcome;
      await this.#journal.add(draft({ status: 'error', errorCode: unavailable, durationMs }));
      refuse(cause);
    }
  }

  /** What a write did stands, so its outcome is kept until it can be written, whatever its caller is told. */
  async #endWrite(outcome: OutcomeRecord): Promise<void> {
    if (!this.#all) return this.#journal.add(outcome);
    try {
      await this.#journal.keep(outcome);
    } catch (cause) {
      throw new ToolError(
        unavailable,
        `The call ran, but how it ended cannot be recorded (${errorLabel(cause)}), so its answer is withheld.`,
        {
          cause,
          next: 'Do not repeat it: look first at what it changed. Tell the operator to make the audit log writable.',
        },
      );
    }
  }
}

const unavailable = 'audit_unavailable';

function refuse(cause: unknown): never {
  throw new ToolError(
    unavailable,
    `The audit log cannot be written (${errorLabel(cause)}), so the call was refused and nothing was changed.`,
    { cause },
  );
}
