import * as z from 'zod';
import type { Repository } from '../repository/open-repository.ts';
import { readCommits, resolveRevision } from './commits.ts';

const side = z.object({ commit: z.string(), subject: z.string() });

/** The commits whose versions of a file are in conflict; left out where git does not say which it is. */
export const sides = z.object({ ours: side.optional(), theirs: side.optional() });

/** Where git writes down whose changes are being brought in. */
const heads: Readonly<Record<string, string>> = {
  merge: 'MERGE_HEAD',
  rebase: 'REBASE_HEAD',
  cherry_pick: 'CHERRY_PICK_HEAD',
  revert: 'REVERT_HEAD',
};

/** Which commit each side is: ours is where HEAD stands, in a rebase too. */
export async function readSides(
  repository: Repository,
  operation: string | undefined,
): Promise<z.output<typeof sides>> {
  const head = heads[operation ?? ''];
  const ours = await sideOf(repository, 'HEAD');
  const brought = head === undefined ? undefined : await broughtBy(repository, head);
  return { ...(ours && { ours }), ...(brought && { theirs: brought }) };
}

async function broughtBy(repository: Repository, head: string) {
  if (head !== 'REVERT_HEAD') return sideOf(repository, head);
  // A revert brings the state before the commit; of a merge, git does not keep which parent that is.
  const merges = await exists(repository, `${head}^2`);
  return merges ? undefined : sideOf(repository, `${head}^1`);
}

async function sideOf(repository: Repository, revision: string) {
  if (!(await exists(repository, revision))) return undefined;
  const [found] = await readCommits(repository, [await resolveRevision(repository, revision)], { count: 1 });
  return found && { commit: found.commit, subject: found.subject };
}

async function exists(repository: Repository, revision: string): Promise<boolean> {
  const args = ['rev-parse', '-q', '--verify', '--end-of-options', `${revision}^{commit}`];
  return (await repository.git(args, { accept: [1, 128] })).code === 0;
}
