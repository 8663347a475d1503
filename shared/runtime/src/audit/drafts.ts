import { randomBytes } from 'node:crypto';
import { principalOf } from '../caller-token/principal.ts';
import { holdsHuge } from '../json/huge-text.ts';
import type { Redactor } from '../redact/types.ts';
import { canonicalJson, canonicalParts } from './canonical-json.ts';
import type { Hmac } from './hmac-sha256.ts';
import type { IntentRecord, OutcomeRecord, ReadRecord } from './record.ts';
import { boundedText, summarize } from './summary.ts';
import { timeNow } from './time-now.ts';
import type { AuditCall, AuditOutcome } from './types.ts';

const longestName = 256;
/** Names whose redacted form is kept. */
const mostNames = 512;
/** Arguments up to this length, as JSON, wait for their digest and summary; longer ones would take memory. */
const shortArguments = 2048;

/** Makes a record when it is written: what was said is fixed, and only how it is shown is left to do. */
export type Draft = () => ReadRecord;

/** Makes the records of calls. */
export class Drafts {
  readonly #redactor: Redactor;
  /** Makes record ids unique over processes without a random number a call. */
  readonly #idPrefix = randomBytes(6).toString('hex');
  readonly #names = new Map<string, string>();
  #count = 0;

  constructor(redactor: Redactor) {
    this.#redactor = redactor;
  }

  intent(call: AuditCall, key: Hmac): IntentRecord {
    return {
      ...this.#identity(call),
      ...this.#saidNow(call.arguments ?? {}, key),
      phase: 'intent',
      time: timeNow(),
    };
  }

  /**
   * The record of a read or of a refused call, to be made in one go with others: done one by one between
   * calls, digests and redaction cost several times as much, because the processor has to fetch them anew.
   *
   * @returns what makes the draft when the outcome is known
   */
  read(call: AuditCall, key: Hmac): (outcome: AuditOutcome) => Draft | ReadRecord {
    const identity = this.#identity(call);
    const json = holdsHuge(call.arguments) ? undefined : canonicalJson(call.arguments ?? {});
    if (json === undefined || json.length > shortArguments) {
      const said = this.#saidNow(call.arguments ?? {}, key);
      return (outcome) => ({ ...identity, ...said, ...outcome, phase: 'call', time: timeNow() });
    }
    return (outcome) => {
      const time = timeNow();
      return () => ({ ...identity, ...this.#said(json, key), ...outcome, phase: 'call', time });
    };
  }

  #identity(call: AuditCall): Omit<IntentRecord, 'phase' | 'time' | 'arguments' | 'argumentsHmac'> {
    this.#count++;
    return {
      caller: this.#caller(call.caller),
      effect: call.effect,
      id: `${this.#idPrefix}-${this.#count.toString(36)}`,
      method: call.method,
      server: call.server,
      target: this.#name(call.target),
      traceId: call.traceId,
    };
  }

  #caller({ kind, ownToken, ...caller }: AuditCall['caller']): IntentRecord['caller'] {
    return {
      id: this.#name(principalOf(caller)),
      kind,
      ...(ownToken && { credential: ownToken.fingerprint }),
    };
  }

  #saidNow(value: unknown, key: Hmac): Pick<IntentRecord, 'arguments' | 'argumentsHmac'> {
    if (!holdsHuge(value)) return this.#said(canonicalJson(value), key);
    return { arguments: summarize(value, this.#redactor), argumentsHmac: key(canonicalParts(value)) };
  }

  #said(json: string, key: Hmac): Pick<IntentRecord, 'arguments' | 'argumentsHmac'> {
    return {
      arguments: summarize(JSON.parse(json), this.#redactor),
      argumentsHmac: key(json),
    };
  }

  /** A tool or a caller as records show it: the same few come again and again. */
  #name(value: string): string {
    const known = this.#names.get(value);
    if (known !== undefined) return known;
    const name = boundedText(value, this.#redactor, longestName);
    if (value.length > longestName) return name;
    if (this.#names.size >= mostNames) this.#names.clear();
    this.#names.set(value, name);
    return name;
  }
}

/** How a write or destroy ended. */
export function outcomeOf(intent: IntentRecord, outcome: AuditOutcome): OutcomeRecord {
  const { arguments: _said, ...identity } = intent;
  return { ...identity, ...outcome, phase: 'outcome', time: timeNow() };
}
