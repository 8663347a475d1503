import { TimeSlices } from '../walk/time-slices.ts';
import type { FilePlace } from './file-place.ts';
import { FileScan, type ScanOutcome } from './file-scan.ts';
import type { LineMatcher } from './line-matcher.ts';
import { textOf } from './parallel/scan-batch.ts';
import type { ScanLimits } from './scan-text.ts';

/** UTF-16 units of found text that are kept; the other files are searched when their turn comes. */
const maxText = 1024 * 1024;
const maxFiles = 1_000;
/** So many times the matches that are wanted: then a search of all files, in their order, ends soon. */
const enoughTimes = 4;
/** Searched files that say how many matches the others have. */
const sampleFiles = 32;

/**
 * Searches files while others are still being chosen, and keeps what became of them until their turn comes.
 * It leaves alone what takes long, and what goes wrong in another way than a file can.
 */
export class EarlyScan {
  /** Of its own: those of the search end while it waits. */
  readonly #slices = new TimeSlices();
  readonly #scan: FileScan;
  readonly #limits: ScanLimits;
  readonly #known = new Map<string, ScanOutcome>();
  readonly #enough: number;
  #chosen = 0;
  #text = 0;
  #matches = 0;

  /** @param wanted matches of the whole search */
  constructor(matcher: LineMatcher, limits: ScanLimits, wanted: number) {
    this.#scan = new FileScan(matcher, this.#slices);
    this.#limits = limits;
    this.#enough = enoughTimes * wanted;
  }

  /** Whether the chosen files seem to have so many matches that a search of all files ends before the choice. */
  get hasEnough(): boolean {
    const searched = this.#known.size;
    return searched >= sampleFiles && (this.#matches / searched) * this.#chosen >= this.#enough;
  }

  /** Takes one slice of time at most. */
  search(places: readonly FilePlace[]): void {
    this.#chosen += places.length;
    this.#slices.begin();
    for (const place of places) {
      if (this.#slices.over || this.#isFull) return;
      const outcome = this.#tryScan(place);
      if (outcome === 'later') continue;
      this.#known.set(place.path, outcome);
      this.#text += textOf(outcome);
      if (outcome?.kind === 'found') this.#matches += outcome.matches.matches;
    }
  }

  get #isFull(): boolean {
    return this.hasEnough || this.#text >= maxText || this.#known.size >= maxFiles;
  }

  /** Whether a file was searched. */
  has(path: string): boolean {
    return this.#known.has(path);
  }

  /** What became of it. */
  get(path: string): ScanOutcome {
    return this.#known.get(path);
  }

  #tryScan({ folder, entry }: FilePlace): ScanOutcome | 'later' {
    try {
      return this.#scan.tryScan(folder, entry.rawName, this.#limits);
    } catch {
      // Whoever searches it in its turn meets the same error, and says it.
      return 'later';
    }
  }
}
