import { type ChainHead, genesisHash, type ParsedLine, recordHash } from '../chain.ts';
import type { Finding } from './finding.ts';
import type { Findings, Place } from './findings.ts';

/** How far back a misplaced line can still be told from a changed one. */
const remembered = 10_000;

interface Gap {
  readonly from: number;
  readonly to: number;
  readonly place: Place;
}

/**
 * Checks records one after the other against the chain: every number once and in order, every hash from
 * the one before. The numbers tell what was done (deletion, insertion, reorder), the hashes that it was.
 */
export class ChainCheck {
  readonly #findings: Findings;
  /** Hashes by number; two where two lines claim the same number. */
  readonly #hashes = new Map<number, readonly string[]>();
  readonly #edits = new Map<number, Finding>();
  #gaps: Gap[] = [];
  #head: ChainHead | undefined;

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  /** The record with the highest number so far. */
  get head(): ChainHead | undefined {
    return this.#head;
  }

  record(record: ParsedLine, place: Place): void {
    const head = this.#head ?? this.#begin(record, place);
    if (record.chain !== head.chain) {
      this.#findings.add(
        'insertion',
        place,
        `The line belongs to another chain (${record.chain.slice(0, 32)}).`,
      );
    } else if (record.seq <= head.seq) this.#earlier(record, head, place);
    else this.#next(record, head, place);
  }

  /** What never came is gone. */
  finish(): void {
    for (const { from, to, place } of this.#gaps) {
      const what = from === to ? `Record ${from} is` : `Records ${from} to ${to} are`;
      this.#findings.add('deletion', place, `${what} missing before this line.`);
    }
  }

  #begin({ chain, seq, fields }: ParsedLine, place: Place): ChainHead {
    const { phase, previous } = fields;
    if (phase !== 'continued' || typeof previous !== 'string') return { chain, seq: 0, hash: genesisHash };
    this.#findings.add(
      'earlier_file_missing',
      place,
      `Records 1 to ${seq - 1} are in earlier files, not checked.`,
    );
    const head = { chain, seq: seq - 1, hash: previous };
    this.#hashes.set(head.seq, [previous]);
    return head;
  }

  #next(record: ParsedLine, head: ChainHead, place: Place): void {
    const { chain, seq, hash } = record;
    if (seq > head.seq + 1) this.#gaps.push({ from: head.seq + 1, to: seq - 1, place });
    else if (!this.#follows(record)) {
      const detail = `Record ${seq} does not follow from the one before: this line or that one was changed.`;
      this.#edits.set(seq, this.#findings.add('edit', place, detail));
    }
    this.#remember(seq, hash);
    this.#head = { chain, seq, hash };
  }

  #earlier(record: ParsedLine, head: ChainHead, place: Place): void {
    const { seq, hash } = record;
    if (this.#fillGap(seq)) {
      this.#findings.add('reorder', place, `Record ${seq} stands after record ${head.seq}.`);
      this.#remember(seq, hash);
      return;
    }
    const suspect = this.#edits.get(seq);
    if (suspect !== undefined && this.#follows(record)) {
      this.#findings.replace(
        suspect,
        'insertion',
        `The line claims number ${seq}, which a later line has by right.`,
      );
      this.#edits.delete(seq);
    } else {
      this.#findings.add('insertion', place, `The line claims number ${seq}, which an earlier line has.`);
    }
    if (!this.#follows(record)) return;
    this.#remember(seq, hash);
    if (seq === head.seq) this.#head = { ...head, hash };
  }

  #follows({ seq, body, hash }: ParsedLine): boolean {
    const before = seq === 1 ? [genesisHash] : (this.#hashes.get(seq - 1) ?? []);
    return before.some((previous) => recordHash(previous, body) === hash);
  }

  #remember(seq: number, hash: string): void {
    this.#hashes.set(seq, [...(this.#hashes.get(seq) ?? []), hash].slice(-8));
    this.#hashes.delete(seq - remembered);
    this.#edits.delete(seq - remembered);
  }

  #fillGap(seq: number): boolean {
    const gap = this.#gaps.find(({ from, to }) => from <= seq && seq <= to);
    if (gap === undefined) return false;
    const rest = [
      { ...gap, to: seq - 1 },
      { ...gap, from: seq + 1 },
    ].filter(({ from, to }) => from <= to);
    this.#gaps = [...this.#gaps.filter((other) => other !== gap), ...rest];
    return true;
  }
}
