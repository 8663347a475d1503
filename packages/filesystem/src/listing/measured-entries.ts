import { byName } from '../searching/walk/position.ts';
import type { WalkEntry } from '../searching/walk/walk-tree.ts';

/** An entry with its size in bytes. */
export interface MeasuredEntry extends Pick<WalkEntry, 'name' | 'kind'> {
  readonly size: number;
}

/** The largest first, equal ones by name. */
export const bySize = (a: MeasuredEntry, b: MeasuredEntry): number =>
  b.size - a.size || byName(a.name, b.name);

/** Entries held in columns: 50,000 objects that outlive a call are 20 MB at its peak. */
export class MeasuredEntries implements Iterable<MeasuredEntry> {
  #names: readonly string[];
  #kinds: readonly WalkEntry['kind'][];
  #sizes: readonly number[];

  /** @param names, kinds, sizes of the same entries in the same order; nobody changes them after */
  constructor(names: readonly string[], kinds: readonly WalkEntry['kind'][], sizes: readonly number[]) {
    [this.#names, this.#kinds, this.#sizes] = [names, kinds, sizes];
  }

  get length(): number {
    return this.#names.length;
  }

  sortBySize(): this {
    const [names, kinds, sizes] = [this.#names, this.#kinds, this.#sizes];
    const order = Array.from(names, (_, index) => index).sort(
      (a, b) => (sizes[b] ?? 0) - (sizes[a] ?? 0) || byName(names[a] ?? '', names[b] ?? ''),
    );
    this.#names = order.map((at) => names[at] ?? '');
    this.#kinds = order.map((at) => kinds[at] ?? 'other');
    this.#sizes = order.map((at) => sizes[at] ?? 0);
    return this;
  }

  *[Symbol.iterator](): Generator<MeasuredEntry, void> {
    for (const [at, name] of this.#names.entries()) {
      yield { name, kind: this.#kinds[at] ?? 'other', size: this.#sizes[at] ?? 0 };
    }
  }
}
