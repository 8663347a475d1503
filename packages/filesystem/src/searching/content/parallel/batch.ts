import type { RawName } from '../../walk/unproved-file.ts';

/** A file, by the real path of the folder it lies in and its name there. */
export type FileAddress = readonly [folder: string, name: RawName];

/**
 * Files of one folder, in order. The names are one text with `/` between them, which no name holds: that is
 * several times cheaper to send to another thread than a list. A name that is not UTF-8 stands alone.
 */
interface FolderNames {
  readonly folder: string;
  readonly names: RawName;
}

/** Files as they are sent to another thread. */
export type Batch = readonly FolderNames[];

export function packBatch(files: Iterable<FileAddress>): Batch {
  const batch: FolderNames[] = [];
  let folder: string | undefined;
  let names: string[] = [];
  const close = (): void => {
    if (folder !== undefined && names.length > 0) batch.push({ folder, names: names.join('/') });
    names = [];
  };
  for (const [nextFolder, name] of files) {
    if (nextFolder !== folder || typeof name !== 'string') close();
    folder = nextFolder;
    if (typeof name === 'string') names.push(name);
    else batch.push({ folder, names: name });
  }
  close();
  return batch;
}

export function* unpackBatch(batch: Batch): Generator<FileAddress, void> {
  for (const { folder, names } of batch) {
    if (typeof names === 'string') for (const name of names.split('/')) yield [folder, name];
    else yield [folder, names];
  }
}
