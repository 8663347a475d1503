import { createPublicKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { errorCode } from '../../errors/error-code.ts';
import type { ChainHead, ParsedLine } from '../chain.ts';
import { type Checkpoint, checkpointPath, isSignedBy, parseCheckpoint, signAfterMs } from '../checkpoint.ts';
import type { LockHolder } from '../sinks/lock.ts';
import type { Findings, Place } from './findings.ts';

/** A running server that has not signed a record for so long does not sign, milliseconds. */
const overdueMs = 6 * signAfterMs;

/** Compares records with the checkpoints beside the file. */
export class CheckpointCheck {
  readonly #file: string;
  readonly #findings: Findings;
  readonly #key: KeyObject | undefined;
  readonly #text: string | undefined;
  readonly #bySeq = new Map<number, Checkpoint>();
  #last: Checkpoint | undefined;
  /** When the first record after the last checkpoint was made. */
  #unsignedSince: unknown;
  count = 0;

  private constructor(
    file: string,
    findings: Findings,
    key: KeyObject | undefined,
    text: string | undefined,
  ) {
    this.#file = file;
    this.#findings = findings;
    this.#key = key;
    this.#text = text;
  }

  /** @param publicKey PEM or key; signatures are not checked where it is left out */
  static async load(
    file: string,
    findings: Findings,
    publicKey?: KeyObject | string,
  ): Promise<CheckpointCheck> {
    const key = typeof publicKey === 'string' ? createPublicKey(publicKey) : publicKey;
    const path = checkpointPath(file);
    const check = new CheckpointCheck(path, findings, key, await textOf(path));
    check.#read();
    return check;
  }

  get lastSeq(): number {
    return this.#last?.seq ?? 0;
  }

  /** Whether others were made since these were read. */
  async haveChanged(): Promise<boolean> {
    return (await textOf(this.#file)) !== this.#text;
  }

  record({ chain, seq, hash, fields }: ParsedLine, place: Place): void {
    if (seq === this.lastSeq + 1) this.#unsignedSince = fields.time;
    const checkpoint = this.#bySeq.get(seq);
    if (checkpoint === undefined || (checkpoint.chain === chain && checkpoint.hash === hash)) return;
    this.#mismatch(seq, place);
  }

  /** @param writer the live process that has the log, as far as its lock tells */
  finish(head: ChainHead | undefined, place: Place, writer: LockHolder | undefined): void {
    const end = head?.seq ?? 0;
    if (this.#last === undefined) return;
    const { seq, chain } = this.#last;
    if (seq > end) {
      const detail = `The log ends at record ${end}, but a checkpoint was made at record ${seq}.`;
      this.#findings.add('truncation', place, detail);
    } else if (seq === 0 && head !== undefined && head.chain !== chain) this.#mismatch(1, place);
    else if (this.#key !== undefined) this.#judgeEnd(this.#last, end, place, writer);
  }

  /** What follows the last checkpoint, and whether anything did, is vouched for by nobody. */
  #judgeEnd({ seq, state }: Checkpoint, end: number, place: Place, writer: LockHolder | undefined): void {
    if (state === 'closed' && seq === end) return;
    const signed = `Signed up to record ${seq} of ${end}.`;
    if (writer !== undefined && state !== 'closed' && !this.#isOverdue()) {
      const detail = `${signed} Process ${writer.pid} on ${writer.host} is writing the log.`;
      this.#findings.add('being_written', place, detail);
      return;
    }
    const detail =
      'Nobody signed that the log ends here: its server was killed, the log was copied while it ran, or an end was cut off.';
    this.#findings.add('unsigned_end', place, `${signed} ${detail}`);
  }

  #isOverdue(): boolean {
    const since = this.#unsignedSince;
    return since !== undefined && !(Date.now() - Date.parse(String(since)) < overdueMs);
  }

  #mismatch(seq: number, place: Place): void {
    const detail = `Record ${seq} is not the one its checkpoint was made for.`;
    this.#findings.add('checkpoint_mismatch', place, detail);
  }

  #read(): void {
    let before: Checkpoint | undefined;
    for (const [index, line] of (this.#text ?? '').split('\n').entries()) {
      if (line === '') continue;
      const place = { file: this.#file, line: index + 1 };
      const checkpoint = parseCheckpoint(line);
      if (checkpoint === undefined) {
        this.#findings.add('torn_tail', place, 'The checkpoint is torn and was ignored.');
      } else if (this.#key !== undefined && !isSignedBy(checkpoint, this.#key)) {
        this.#findings.add('checkpoint_invalid', place, 'The signature of the checkpoint is wrong.');
      } else {
        this.#follows(before, checkpoint, place);
        this.#take(checkpoint);
        before = checkpoint;
      }
    }
    if (this.#key === undefined || this.count > 0) return;
    const detail = 'There is a key but no checkpoint. A server makes one as it opens its log.';
    this.#findings.add('checkpoint_invalid', { file: this.#file, line: 0 }, detail);
  }

  #follows(before: Checkpoint | undefined, { state, seq }: Checkpoint, place: Place): void {
    if (before === undefined || before.state === 'closed' || state !== 'opened') return;
    const detail = `The server stopped after record ${before.seq} without signing its end; the log ended at record ${seq} when it was opened again.`;
    this.#findings.add('unclean_stop', place, detail);
  }

  #take(checkpoint: Checkpoint): void {
    this.count++;
    this.#bySeq.set(checkpoint.seq, checkpoint);
    if (checkpoint.seq >= this.lastSeq) this.#last = checkpoint;
  }
}

async function textOf(file: string): Promise<string | undefined> {
  return await readFile(file, 'utf8').catch((error: unknown) => {
    if (errorCode(error) !== 'ENOENT') throw error;
    return undefined;
  });
}
