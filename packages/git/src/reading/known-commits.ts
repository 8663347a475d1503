import type { RawCommit } from './parse-commit-object.ts';

/** A commit never changes: what was read of it once holds. */
export type KnownCommit = RawCommit & { readonly commit: string };

/** Commits that are remembered, of all repositories together. */
const MAX_KNOWN = 4_000;
/** Longest message that is remembered, characters; so all of them take some ten megabytes at most. */
const MAX_MESSAGE = 2_000;

const known = new Map<string, KnownCommit>();

const keyOf = (repository: string, commit: string) => `${commit}${repository}`;

/** @param repository its common folder */
export const knownCommit = (repository: string, commit: string): KnownCommit | undefined =>
  known.get(keyOf(repository, commit));

export function learnCommit(repository: string, commit: KnownCommit): void {
  if (commit.subject.length + commit.body.length + commit.author.length > MAX_MESSAGE) return;
  // The oldest half goes at once: nothing has to be kept of how often each was asked for.
  if (known.size >= MAX_KNOWN) for (const key of [...known.keys()].slice(0, MAX_KNOWN / 2)) known.delete(key);
  known.set(keyOf(repository, commit.commit), commit);
}
