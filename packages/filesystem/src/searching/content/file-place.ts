import type { WalkEntry } from '../walk/walk-tree.ts';

/** A file in a folder of a walk. */
export interface FilePlace {
  readonly entry: Pick<WalkEntry, 'name' | 'rawName'>;
  /** Relative to the start. */
  readonly path: string;
  /** The real path of the folder it lies in. */
  readonly folder: string;
}
