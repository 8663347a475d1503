import type { Position } from '../walk/position.ts';
import type { WalkEntry } from '../walk/walk-tree.ts';

/** A file in a folder of a walk. */
export interface FilePlace {
  readonly entry: Pick<WalkEntry, 'name' | 'rawName'>;
  /** Relative to the start. */
  readonly path: string;
  /** The real path of the folder it lies in. */
  readonly folder: string;
}

/**
 * A file by its folder relative to the start.
 *
 * @param real the real path of the start
 */
export function placeOf(
  real: string,
  { folder, entry }: { readonly folder: string; readonly entry: FilePlace['entry'] },
): FilePlace {
  if (folder === '') return { entry, path: entry.name, folder: real };
  return { entry, path: `${folder}/${entry.name}`, folder: `${real === '/' ? '' : real}/${folder}` };
}

/** Where it comes in the order of a walk. */
export function positionOf({ path, entry }: FilePlace): Position {
  return { folder: path.slice(0, Math.max(0, path.length - entry.name.length - 1)), name: entry.name };
}
