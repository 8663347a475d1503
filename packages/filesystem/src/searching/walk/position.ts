/**
 * A place in the order of a walk: all entries of a folder by name, then its sub-folders by name.
 * Names compare by UTF-16 code units, so the order is the same on every machine.
 */
export interface Position {
  /** Folder relative to the start, `/` between names, empty for the start itself. */
  readonly folder: string;
  readonly name: string;
}

/** The order of names everywhere: negative where `a` comes first. */
export const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Compares two folders by the order in which a walk reaches them. */
export function compareFolders(a: string, b: string): number {
  const left = a === '' ? [] : a.split('/');
  const right = b === '' ? [] : b.split('/');
  for (let at = 0; at < left.length && at < right.length; at += 1) {
    const order = byName(left[at] ?? '', right[at] ?? '');
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

/** Whether the whole of a folder, with everything below it, comes before the position. */
export function liesBefore(folder: string, position: Position): boolean {
  const isAncestor = folder === '' || position.folder === folder || position.folder.startsWith(`${folder}/`);
  return !isAncestor && compareFolders(folder, position.folder) < 0;
}

const depthOf = (folder: string): number => (folder === '' ? 0 : folder.split('/').length);

/** The same where a walk goes level by level. */
const compareLevels = (a: string, b: string): number => depthOf(a) - depthOf(b) || compareFolders(a, b);

/** What of a tree a walk is to visit. */
export interface Due {
  /** Only what comes after this place. */
  readonly after?: Position | undefined;
  /** The place itself too. */
  readonly includesAfter?: boolean | undefined;
  /** Upper levels before lower ones. */
  readonly breadthFirst?: boolean | undefined;
}

/** Which names of a folder come after a position: none in the folders before its own, the later ones in its own. */
export function dueNames(
  folder: string,
  { after, includesAfter, breadthFirst }: Due,
): (name: string) => boolean {
  if (after === undefined) return () => true;
  const order = (breadthFirst === true ? compareLevels : compareFolders)(folder, after.folder);
  return (name) =>
    order > 0 ||
    (order === 0 && (byName(name, after.name) > 0 || (includesAfter === true && name === after.name)));
}
