import { statSync } from 'node:fs';
import { join } from 'node:path';
import { ObjectReader, type ObjectReaderOptions } from '../running/object-reader.ts';
import type { Place } from './locate.ts';

/** Repositories with a git process that stays. */
const MAX_READERS = 8;

/** The object readers of the repositories that were asked last. */
export interface ReaderPool {
  /**
   * The reader of a repository; a new one where the repository is no longer the one the old was started on.
   *
   * @param identity what the preflight found
   */
  readerOf(key: string, identity: string, place: Place, options: ObjectReaderOptions): ObjectReader;
  /** Ends all of them. */
  close(): void;
}

export function createReaderPool(maxReaders = MAX_READERS): ReaderPool {
  const readers = new Map<string, { readonly state: string; readonly reader: ObjectReader }>();
  return {
    readerOf(key, identity, place, options) {
      const state = `${identity}|${replacements(place)}`;
      const known = readers.get(key);
      if (known && known.state !== state) known.reader.close();
      const entry = known?.state === state ? known : { state, reader: new ObjectReader(options) };
      // The one asked last is the last to go.
      readers.delete(key);
      readers.set(key, entry);
      const [oldest] = readers.keys();
      if (readers.size > maxReaders && oldest !== undefined) {
        readers.get(oldest)?.reader.close();
        readers.delete(oldest);
      }
      return entry.reader;
    },
    close() {
      for (const { reader } of readers.values()) reader.close();
      readers.clear();
    },
  };
}

/** Git reads what replaces objects once, when it starts. */
function replacements({ commonDir }: Place): string {
  const states = ['refs/replace', 'packed-refs'].map((name) => {
    const stat = statSync(join(commonDir, name), { bigint: true, throwIfNoEntry: false });
    return stat ? `${stat.ino}:${stat.mtimeNs}` : '';
  });
  return states.join('|');
}
