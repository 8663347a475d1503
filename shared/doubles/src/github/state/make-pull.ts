import { happen, makeIssue, type NewIssue } from './make-issue.ts';
import type { Pull } from './pull.ts';
import type { Repo } from './repository.ts';
import type { World } from './world.ts';

export interface NewPull extends NewIssue {
  readonly base: string;
  readonly head: string;
  readonly headRepo: Repo;
  readonly draft?: boolean;
}

/** Opens a pull request. Its branches must be there. */
export function makePull(world: World, repo: Repo, wanted: NewPull): Pull {
  const sha = wanted.headRepo.git.refs().get(`refs/heads/${wanted.head}`)?.sha;
  if (sha === undefined) throw new Error(`no branch ${wanted.head}`);
  const issue = makeIssue(world, repo, wanted);
  const kept = `refs/pull/${issue.number}/head`;
  if (wanted.headRepo === repo) repo.git.setRef(kept, sha);
  else repo.git.fetch(wanted.headRepo.git, sha, kept);
  const pull: Pull = {
    id: world.nextId(),
    number: issue.number,
    draft: wanted.draft ?? false,
    base: wanted.base,
    headRepo: wanted.headRepo,
    head: wanted.head,
    mergedAt: null,
    mergedBy: null,
    mergeCommit: null,
    mergedFrom: null,
    requestedReviewers: [],
    reviews: [],
    comments: [],
    threads: new Map(),
  };
  repo.pulls.set(pull.number, pull);
  if (pull.draft) happen(world, issue, 'convert_to_draft', wanted.author);
  return pull;
}
