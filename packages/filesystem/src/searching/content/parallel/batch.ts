import type { FilePlace } from '../file-place.ts';

/** A folder by its real path, and by its path relative to the start. */
interface Folder {
  readonly folder: string;
  readonly path: string;
}

/**
 * Files of one folder, in order. The names are one text with `/` between them, which no name holds: that is
 * several times cheaper to keep and to send to another thread than a list.
 */
interface NamedFiles extends Folder {
  readonly names: string;
}

/** A file whose name is not UTF-8. */
interface RawFile extends Folder {
  readonly name: string;
  readonly rawName: Uint8Array;
}

/** Files as they wait and are sent to another thread. */
export type Batch = readonly (NamedFiles | RawFile)[];

/** Gathers the files of a walk into a batch. */
export class BatchBuilder {
  /** Files since the last `take`. */
  count = 0;
  #batch: (NamedFiles | RawFile)[] = [];
  #folder: Folder | undefined;
  #names: string[] = [];

  add({ entry: { name, rawName }, path, folder }: FilePlace): void {
    if (this.#folder?.folder !== folder) {
      this.#close();
      this.#folder = { folder, path: path.slice(0, Math.max(0, path.length - name.length - 1)) };
    }
    this.count += 1;
    if (typeof rawName === 'string') this.#names.push(rawName);
    else {
      this.#close();
      this.#batch.push({ ...this.#folder, name, rawName });
    }
  }

  take(): Batch {
    this.#close();
    const batch = this.#batch;
    this.#batch = [];
    this.#folder = undefined;
    this.count = 0;
    return batch;
  }

  #close(): void {
    if (this.#folder !== undefined && this.#names.length > 0)
      this.#batch.push({ ...this.#folder, names: this.#names.join('/') });
    this.#names = [];
  }
}

/** The files of a batch as they were added. */
export function* filesOf(batch: Batch): Generator<FilePlace, void> {
  for (const group of batch) {
    const { folder } = group;
    const prefix = group.path === '' ? '' : `${group.path}/`;
    if ('names' in group) {
      for (const name of group.names.split('/'))
        yield { entry: { name, rawName: name }, path: prefix + name, folder };
    } else {
      const { name, rawName } = group;
      yield { entry: { name, rawName }, path: prefix + name, folder };
    }
  }
}
