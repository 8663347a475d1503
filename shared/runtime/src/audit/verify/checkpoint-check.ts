import { createPublicKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { errorCode } from '../../errors/error-code.ts';
import type { ChainHead, ParsedLine } from '../chain.ts';
import { type Checkpoint, checkpointPath, isSignedBy, parseCheckpoint } from '../checkpoint.ts';
import type { Findings } from './findings.ts';

/** Compares records with the checkpoints beside the file. */
export class CheckpointCheck {
  readonly #file: string;
  readonly #findings: Findings;
  readonly #bySeq = new Map<number, Checkpoint>();
  #last: Checkpoint | undefined;
  count = 0;

  private constructor(file: string, findings: Findings) {
    this.#file = checkpointPath(file);
    this.#findings = findings;
  }

  /** @param publicKey PEM or key; signatures are not checked where it is left out */
  static async load(
    file: string,
    findings: Findings,
    publicKey?: KeyObject | string,
  ): Promise<CheckpointCheck> {
    const check = new CheckpointCheck(file, findings);
    const key = typeof publicKey === 'string' ? createPublicKey(publicKey) : publicKey;
    const text = await readFile(check.#file, 'utf8').catch((error: unknown) => {
      if (errorCode(error) !== 'ENOENT') throw error;
      return undefined;
    });
    if (text !== undefined) check.#read(text, key);
    else if (key !== undefined) {
      findings.add(
        'checkpoint_invalid',
        { file: check.#file, line: 0 },
        'There is a key but no checkpoint file. A server that runs makes the first after 1000 records or as it ends.',
      );
    }
    return check;
  }

  get lastSeq(): number {
    return this.#last?.seq ?? 0;
  }

  record({ chain, seq, hash }: ParsedLine, place: { file: string; line: number }): void {
    const checkpoint = this.#bySeq.get(seq);
    if (checkpoint === undefined || (checkpoint.chain === chain && checkpoint.hash === hash)) return;
    this.#findings.add(
      'checkpoint_mismatch',
      place,
      `Record ${seq} is not the one its checkpoint was made for.`,
    );
  }

  finish(head: ChainHead | undefined, place: { file: string; line: number }): void {
    if (this.#last === undefined || this.#last.seq <= (head?.seq ?? 0)) return;
    const detail = `The log ends at record ${head?.seq ?? 0}, but a checkpoint was made at record ${this.#last.seq}.`;
    this.#findings.add('truncation', place, detail);
  }

  #read(text: string, key: KeyObject | undefined): void {
    for (const [index, line] of text.split('\n').entries()) {
      if (line === '') continue;
      const place = { file: this.#file, line: index + 1 };
      const checkpoint = parseCheckpoint(line);
      if (checkpoint === undefined) {
        this.#findings.add('torn_tail', place, 'The checkpoint is torn and was ignored.');
      } else if (key !== undefined && !isSignedBy(checkpoint, key)) {
        this.#findings.add('checkpoint_invalid', place, 'The signature of the checkpoint is wrong.');
      } else {
        this.count++;
        this.#bySeq.set(checkpoint.seq, checkpoint);
        if (checkpoint.seq >= this.lastSeq) this.#last = checkpoint;
      }
    }
  }
}
