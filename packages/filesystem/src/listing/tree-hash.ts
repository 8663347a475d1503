import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { treeHashOf } from '../reading/hash.ts';
import type { Scope } from '../searching/scope.ts';
import { defaultMaxDepth, defaultMaxEntries } from '../searching/search-files.ts';
import { countUnreadable, newReport, type WalkReport } from '../searching/walk/walk-report.ts';
import { type Visitor, walkTree } from '../searching/walk/walk-tree.ts';

/** Takes in the entries of a folder, at every depth and in the order of a walk. */
export class TreeHash {
  readonly #sum = createHash('sha256');

  /**
   * Every change of content, name, mode or owner below the folder gives another hash, and a rename of the
   * folder itself does not. Of sub-folders the times are left out: what changes in them is an entry.
   */
  add(path: string, stats: Stats): void {
    const { ino, mode, uid, gid, size, mtimeMs, ctimeMs } = stats;
    const rest = stats.isDirectory() ? '' : ` ${size} ${mtimeMs} ${ctimeMs}`;
    this.#sum.update(`${path}\0${ino} ${mode} ${uid} ${gid}${rest}\0`);
  }

  /** The hash of a walk; undefined where the walk did not see everything. */
  of({ unreadable, truncatedBy }: WalkReport): string | undefined {
    return unreadable > 0 || truncatedBy.size > 0 ? undefined : treeHashOf(this.#sum.digest('base64url'));
  }
}

/** How a tree is looked at for its hash. */
export interface TreeOptions extends Pick<Scope, 'hides'> {
  readonly signal?: AbortSignal | undefined;
}

/**
 * What `ifMatch` of a folder compares: a hash over everything in it that is part of answers.
 *
 * @returns undefined where something cannot be looked at, or is too much for one walk
 * @throws the signal's reason when aborted
 */
export async function hashTree(
  { real, hides }: Pick<Scope, 'real' | 'hides'>,
  { signal }: Pick<TreeOptions, 'signal'> = {},
): Promise<string | undefined> {
  const hash = new TreeHash();
  const report = newReport();
  const hidden = (path: string, isFolder: boolean) => hides?.(path, isFolder) === true;
  const visitor: Visitor<true> = {
    start: true,
    visit(entry, path, _folder, open) {
      if (hidden(path, entry.kind === 'directory')) return undefined;
      const stats = open.stat(entry.rawName);
      if (stats === undefined) countUnreadable(report, path);
      else hash.add(path, stats);
      return undefined;
    },
    descend: (_entry, path) => (hidden(path, true) ? undefined : true),
  };
  const limits = { maxDepth: defaultMaxDepth, maxEntries: defaultMaxEntries, signal };
  return hash.of(await walkTree(real, visitor, limits, report));
}
