import type { Commit } from '../git/commit.ts';
import { EMPTY_TREE } from '../git/diff.ts';
import type { Issue } from './issue.ts';
import type { Pull } from './pull.ts';
import type { Repo } from './repository.ts';

/** The issue side of a pull request. */
export function issueOf(repo: Repo, { number }: Pull): Issue {
  const issue = repo.issues.get(number);
  if (!issue) throw new Error(`pull request ${number} has no issue`);
  return issue;
}

/** Where the head is: it follows its branch while the pull request is open, and stays when the branch is gone. */
export function headOf(repo: Repo, pull: Pull): string {
  const kept = `refs/pull/${pull.number}/head`;
  if (pull.mergedFrom) return pull.mergedFrom.head;
  const branch = pull.headRepo?.git.refs().get(`refs/heads/${pull.head}`);
  const held = repo.git.refs().get(kept);
  if (branch && branch.sha !== held?.sha && pull.headRepo && issueOf(repo, pull).state === 'open') {
    if (pull.headRepo === repo) repo.git.setRef(kept, branch.sha);
    else repo.git.fetch(pull.headRepo.git, branch.sha, kept);
    return branch.sha;
  }
  if (held === undefined) throw new Error(`pull request ${pull.number} has no head`);
  return held.sha;
}

/** Where the base is, or was when it was merged. */
export function baseOf(repo: Repo, pull: Pull): string {
  const base = pull.mergedFrom?.base ?? repo.git.refs().get(`refs/heads/${pull.base}`)?.sha;
  return base ?? headOf(repo, pull);
}

/** Where the head left the base; the changes are shown from there. */
export const mergeBaseOf = (repo: Repo, pull: Pull) =>
  repo.git.mergeBase(baseOf(repo, pull), headOf(repo, pull)) ?? EMPTY_TREE;

/** The commits of a pull request, oldest first. */
export const commitsOf = (repo: Repo, pull: Pull): readonly Commit[] =>
  repo.git.log(['--reverse', '--topo-order', headOf(repo, pull), '--not', baseOf(repo, pull)]);
