import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Repository } from '../repository/open-repository.ts';
import { readDecorations } from './decorations.ts';
import { type KnownCommit, knownCommit, learnCommit } from './known-commits.ts';
import { parseCommitObject } from './parse-commit-object.ts';

/** Commits that are walked for one page. */
const MAX_WALKED = 600;
/** Commits that are read one after the other for one page; beyond that git itself is faster. */
const MAX_READ = 8;
/** What makes the parents of a commit others than those it names. */
const grafts = ['shallow', 'info/grafts'];

export interface WalkedCommit extends KnownCommit {
  readonly refs: string;
}

/**
 * The commits that `git log` would answer, in its order: the newest of those whose child was seen comes first.
 *
 * @returns undefined where only git itself can say
 */
export async function walkCommits(
  repository: Repository,
  revision: string,
  { skip, count }: { readonly skip: number; readonly count: number },
): Promise<readonly WalkedCommit[] | undefined> {
  if (skip + count > MAX_WALKED || isSpecial(repository)) return undefined;
  const [first, decorations] = await Promise.all([
    repository.objects.info(`${revision}^{commit}`),
    readDecorations(repository),
  ]);
  if (first === undefined || decorations === undefined) return undefined;
  const walked = await walk(repository, first.id, skip + count);
  return walked?.slice(skip).map((commit) => ({ ...commit, refs: decorations.get(commit.commit) ?? '' }));
}

async function walk(
  repository: Repository,
  first: string,
  count: number,
): Promise<readonly KnownCommit[] | undefined> {
  const seen = new Set([first]);
  const read = createReading(repository);
  const start = await read(first);
  if (start === undefined) return undefined;
  /** In the order of their answers; those of the same second stay in the order they were found. */
  const waiting = [start];
  const walked: KnownCommit[] = [];
  for (let next = waiting.shift(); next && walked.length < count; next = waiting.shift()) {
    walked.push(next);
    const fresh = next.parents.filter((parent) => !seen.has(parent));
    for (const parent of fresh) seen.add(parent);
    const parents = await Promise.all([...new Set(fresh)].map(read));
    for (const parent of parents) {
      if (parent === undefined) return undefined;
      const at = waiting.findIndex(({ committed }) => committed < parent.committed);
      waiting.splice(at === -1 ? waiting.length : at, 0, parent);
    }
  }
  return walked;
}

/** Reads commits: those that are known, and a few others. */
function createReading({ objects, commonDir }: Repository) {
  let left = MAX_READ;
  return async (commit: string): Promise<KnownCommit | undefined> => {
    const known = knownCommit(commonDir, commit);
    if (known || left === 0) return known;
    left -= 1;
    const found = await objects.content(commit);
    const parsed = found?.type === 'commit' ? parseCommitObject(found.bytes) : undefined;
    if (parsed) learnCommit(commonDir, { ...parsed, commit });
    return parsed && { ...parsed, commit };
  };
}

/**
 * Remembers what git printed, so that the next walk needs not ask; not where commits have other parents than
 * those they name.
 */
export async function learnCommits(repository: Repository, commits: readonly KnownCommit[]): Promise<void> {
  if (isSpecial(repository) || (await readDecorations(repository)) === undefined) return;
  for (const commit of commits) learnCommit(repository.commonDir, commit);
}

const isSpecial = ({ commonDir, settings }: Repository) =>
  grafts.some((name) => existsSync(join(commonDir, name))) ||
  // What changes the way git log prints.
  [...settings.values.keys()].some((key) => key.startsWith('log.'));
