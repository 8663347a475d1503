import type { CommitWithFiles } from './commits-with-files.ts';

/** Commits that change more files than this say nothing of which belong together. */
const MAX_TOGETHER = 30;
/** Entries of each list. */
const TOP = 20;

export interface Tally {
  readonly name: string;
  commits: number;
  added: number;
  deleted: number;
}

/** Who changed what, what changes most, and what changes together. */
export function analyse(commits: readonly CommitWithFiles[]) {
  const authors = new Map<string, Tally>();
  const files = new Map<string, Tally>();
  const pairs = new Map<string, number>();
  for (const { author, files: changed } of commits) {
    tally(authors, author, sum(changed));
    for (const file of changed) tally(files, file.path, sum([file]));
    if (changed.length <= MAX_TOGETHER) countPairs(pairs, changed.map(({ path }) => path).toSorted());
  }
  const coupling = [...pairs]
    .filter(([, together]) => together > 1)
    .toSorted((one, other) => other[1] - one[1])
    .slice(0, TOP)
    .map(([key, together]) => {
      const [first = '', second = ''] = key.split('\0');
      return { files: [first, second], together };
    });
  return { authors: top(authors), hotspots: top(files), coupling };
}

const sum = (
  files: readonly { readonly added?: number | undefined; readonly deleted?: number | undefined }[],
) => ({
  added: files.reduce((total, { added = 0 }) => total + added, 0),
  deleted: files.reduce((total, { deleted = 0 }) => total + deleted, 0),
});

function tally(tallies: Map<string, Tally>, name: string, { added, deleted }: ReturnType<typeof sum>): void {
  const so = tallies.get(name) ?? { name, commits: 0, added: 0, deleted: 0 };
  so.commits += 1;
  so.added += added;
  so.deleted += deleted;
  tallies.set(name, so);
}

function countPairs(pairs: Map<string, number>, paths: readonly string[]): void {
  for (const [index, first] of paths.entries()) {
    for (const second of paths.slice(index + 1)) {
      const key = `${first}\0${second}`;
      pairs.set(key, (pairs.get(key) ?? 0) + 1);
    }
  }
}

const top = (tallies: ReadonlyMap<string, Tally>) =>
  [...tallies.values()]
    .toSorted((one, other) => other.commits - one.commits || other.added - one.added)
    .slice(0, TOP);
