import { type BigIntStats, fstatSync } from 'node:fs';
import type { ProvedFolder } from '../searching/walk/proved-folder.ts';

/** Whatever is kept of a folder, by the count of its entries. */
interface Counted {
  readonly length: number;
}

/** Long enough to ask for the next page, short enough that nobody takes the sizes for those of now. */
const keepMs = 30_000;
/** Fewer are measured in a few milliseconds. */
const minEntries = 2_000;
/** Entries of all that is kept, about 60 bytes each. */
const maxEntries = 200_000;
/** A folder that changed so shortly before it was read may change again without its times showing it. */
const settledMs = 100;

interface Kept<Entries> {
  readonly state: string;
  readonly entries: Entries;
  readonly until: number;
}

/**
 * Remembers for a short while the entries of folders that are listed page by page, so that a page does not
 * measure the whole folder again. What is remembered holds only while the folder itself is the same one and
 * has the same times: nothing was added, removed or renamed in it.
 */
export class MeasuredFolders<Entries extends Counted> {
  readonly #kept = new Map<string, Kept<Entries>>();
  readonly #now: () => number;
  #timer: NodeJS.Timeout | undefined;

  /** @param now milliseconds since 1970 */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** What was remembered of a folder under a key, where it still holds. */
  recall(key: string, open: ProvedFolder): Entries | undefined {
    const kept = this.#kept.get(key);
    if (kept === undefined || kept.until <= this.#now()) return undefined;
    return kept.state === stateOf(statOf(open)) ? kept.entries : undefined;
  }

  /** Has what follows remembered, if the folder did not change while it was measured. */
  async measure(key: string, open: ProvedFolder, work: () => Promise<Entries>): Promise<Entries> {
    const before = statOf(open);
    const isSettled = this.#now() - Number(before.ctimeMs) > settledMs;
    const entries = await work();
    this.#kept.delete(key);
    if (isSettled && stateOf(statOf(open)) === stateOf(before)) this.#keep(key, stateOf(before), entries);
    return entries;
  }

  #keep(key: string, state: string, entries: Entries): void {
    if (entries.length < minEntries || entries.length > maxEntries) return;
    this.#kept.set(key, { state, entries, until: this.#now() + keepMs });
    let room = maxEntries;
    for (const [other, kept] of [...this.#kept].reverse()) {
      room -= kept.entries.length;
      if (room < 0) this.#kept.delete(other);
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#kept.clear(), keepMs).unref();
  }
}

const statOf = (open: ProvedFolder): BigIntStats => fstatSync(open.fd, { bigint: true });

const stateOf = ({ dev, ino, mtimeNs, ctimeNs }: BigIntStats): string =>
  `${dev} ${ino} ${mtimeNs} ${ctimeNs}`;
