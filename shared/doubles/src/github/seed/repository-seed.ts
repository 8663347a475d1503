import { makeRepository, type RepositorySettings } from '../state/make-repository.ts';
import type { World } from '../state/world.ts';
import { addCommits, type CommitSeed } from './commits.ts';
import { SeededRepository } from './seeded-repository.ts';

/** A repository in a few lines. */
export interface RepositorySeed extends RepositorySettings {
  /** What the default branch starts with, oldest first; one commit with a README unless told. Empty: no commit at all. */
  readonly commits?: readonly CommitSeed[];
  /** Further branches, each from the head of the default branch or from `from`. */
  readonly branches?: Readonly<
    Record<string, readonly CommitSeed[] | { readonly from: string; readonly commits: readonly CommitSeed[] }>
  >;
  /** Tags by name: a revision, or one with a message. */
  readonly tags?: Readonly<Record<string, string | { readonly at: string; readonly message: string }>>;
  /** Branches that take changes through pull requests only. */
  readonly protectedBranches?: readonly string[];
}

/** Makes a repository, its owner and whoever wrote to it. */
export function seedRepository(world: World, fullName: string, seed: RepositorySeed = {}): SeededRepository {
  const [owner, name] = fullName.split('/');
  if (!owner || !name) throw new Error(`${fullName} is not owner/name`);
  const repo = makeRepository(world, world.account(owner), name, seed);
  const commits = seed.commits ?? [{ message: 'Begin', files: { 'README.md': `# ${name}\n` } }];
  if (commits.length > 0) addCommits(world, repo, repo.defaultBranch, commits);
  for (const [branch, more] of Object.entries(seed.branches ?? {})) {
    if ('from' in more) addCommits(world, repo, branch, more.commits, more.from);
    else addCommits(world, repo, branch, more);
  }
  const seeded = new SeededRepository(world, repo);
  for (const [tag, at] of Object.entries(seed.tags ?? {})) {
    if (typeof at === 'string') seeded.tag(tag, at);
    else seeded.tag(tag, at.at, at.message);
  }
  for (const branch of seed.protectedBranches ?? []) repo.protectedBranches.add(branch);
  return seeded;
}
