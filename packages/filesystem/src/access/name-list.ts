import { type Dirent, opendirSync } from 'node:fs';
import { keepYoungGeneration } from '../memory/young-generation.ts';

/** A folder whose own record is larger than this has about 20,000 names. */
const LARGE_RECORD_BYTES = 512 * 1024;
/** Entries that one look at a folder brings; each is an object only until the next ones come. */
const BATCH_ENTRIES = 256;

/** Whether a folder has so many entries that an object for each would be most of what a call holds. */
export const isLarge = (recordBytes: number): boolean => recordBytes >= LARGE_RECORD_BYTES;

/**
 * Reads a folder entry by entry, in no order.
 *
 * @throws NodeJS.ErrnoException as opening and reading a folder do
 */
export function* readOneByOne(path: string): Generator<Dirent, void> {
  const folder = opendirSync(path, { bufferSize: BATCH_ENTRIES });
  try {
    for (let entry = folder.readSync(); entry !== null; entry = folder.readSync()) yield entry;
  } finally {
    folder.closeSync();
  }
}

/**
 * The entries of a large folder by name, held as their names and the kinds of those that are no files. The
 * entry itself is made when it is asked for: 50,000 objects that live for a call cost 20 MB, names alone 6. Where
 * only the first ones are wanted, not many more than those are held.
 */
export class NameList<Entry extends { readonly kind: string }> implements Iterable<Entry> {
  readonly #entryOf: (name: string, kind: Entry['kind'] | 'file') => Entry;
  readonly #most: number;
  readonly #names: string[] = [];
  readonly #others = new Map<string, Entry['kind']>();

  /** @param most entries that are wanted of the first by name */
  constructor(
    entryOf: (name: string, kind: Entry['kind'] | 'file') => Entry,
    most: number = Number.POSITIVE_INFINITY,
  ) {
    keepYoungGeneration();
    this.#entryOf = entryOf;
    this.#most = most;
  }

  get length(): number {
    return this.#names.length;
  }

  /** Adds an entry, in any order; `sort` comes after the last one. */
  add(name: string, kind: Entry['kind'] | 'file'): void {
    this.#names.push(name);
    if (kind !== 'file') this.#others.set(name, kind);
    // Twice as many, so that sorting stays a small part of the work.
    if (this.#names.length > 2 * this.#most + BATCH_ENTRIES) this.sort();
  }

  /** Sorts by UTF-16 code units, and forgets what comes after the entries that are wanted. */
  sort(): this {
    this.#names.sort();
    if (this.#names.length > this.#most)
      for (const name of this.#names.splice(this.#most)) this.#others.delete(name);
    return this;
  }

  *[Symbol.iterator](): Generator<Entry, void> {
    for (const name of this.#names) yield this.#entryOf(name, this.#others.get(name) ?? 'file');
  }
}
