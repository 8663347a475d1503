import type { Signature } from '../git/commit.ts';
import { type FileSeed, importCommits } from '../git/fast-import.ts';
import type { Account } from '../state/account.ts';
import type { Repo } from '../state/repository.ts';
import type { World } from '../state/world.ts';

export interface CommitSeed {
  readonly message: string;
  /** What the commit changes, by path: the new content, or null to remove. */
  readonly files?: Readonly<Record<string, FileSeed>>;
  /** A login, the owner unless told; or a name and an address of nobody on GitHub. */
  readonly author?: string | { readonly name: string; readonly email: string };
  /** ISO 8601; the clock of the double, unless told. */
  readonly date?: string;
  /** Revisions that are merged into this commit. */
  readonly merges?: readonly string[];
}

/** Adds commits to a branch; a new branch starts at `from`, the default branch unless told. Answers the new head. */
export function addCommits(
  world: World,
  repo: Repo,
  branch: string,
  commits: readonly CommitSeed[],
  from?: string,
): string {
  const existing = repo.git.refs().get(`refs/heads/${branch}`)?.sha;
  const start = existing ?? repo.git.resolve(from ?? repo.defaultBranch);
  if (commits.length === 0) {
    if (start === undefined) throw new Error(`${branch} has nowhere to start`);
    repo.git.setRef(`refs/heads/${branch}`, start);
    return start;
  }
  importCommits(
    repo.git,
    branch,
    start,
    commits.map(({ message, files = {}, author, date, merges = [] }) => ({
      message,
      files,
      author: signature(world, repo, author, date),
      merges: merges.map((one) => repo.git.resolve(one) ?? one),
    })),
  );
  repo.pushedAt = world.clock.now();
  const head = repo.git.refs().get(`refs/heads/${branch}`)?.sha;
  if (head === undefined) throw new Error(`${branch} was not written`);
  return head;
}

function signature(
  world: World,
  repo: Repo,
  author: CommitSeed['author'],
  date: string | undefined,
): Signature {
  const when = date ?? world.clock.tick();
  if (typeof author === 'object') return { ...author, date: when };
  return { ...addressOf(author === undefined ? repo.owner : world.account(author)), date: when };
}

const addressOf = ({ name, login, email }: Account) => ({
  name: name ?? login,
  email: email ?? `${login}@users.noreply.github.com`,
});
