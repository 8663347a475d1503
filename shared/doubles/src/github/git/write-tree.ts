import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Signature } from './commit.ts';
import type { GitStore } from './git-store.ts';

/** One path of a new tree; without a hash the path goes. */
export interface TreeChange {
  readonly path: string;
  readonly mode: string;
  readonly sha: string | null;
}

/** Writes the tree that is left after changes to another one, or to none; its hash. */
export function writeTree(git: GitStore, base: string | undefined, changes: readonly TreeChange[]): string {
  const index = join(git.folder, `index-${process.pid}-${Math.random().toString(36).slice(2)}`);
  const env = { GIT_INDEX_FILE: index };
  try {
    git.run(['read-tree', base ?? '--empty'], { env });
    const flat = changes.filter(({ mode }) => mode !== '040000');
    git.run(['update-index', '-z', '--index-info'], { env, input: indexInfo(flat) });
    for (const { path, mode, sha } of changes) {
      if (mode === '040000' && sha !== null) git.run(['read-tree', `--prefix=${path}/`, sha], { env });
    }
    return git.text(['write-tree'], { env });
  } finally {
    rmSync(index, { force: true });
  }
}

const indexInfo = (changes: readonly TreeChange[]) =>
  changes
    .map(({ path, mode, sha }) =>
      sha === null ? `0 ${'0'.repeat(40)}\t${path}\0` : `${mode} ${sha}\t${path}\0`,
    )
    .join('');

export interface NewCommit {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: Signature;
  readonly committer: Signature;
}

/** Writes a commit; its hash. No ref moves. */
export function writeCommit(git: GitStore, { tree, parents, message, author, committer }: NewCommit): string {
  return git.text(['commit-tree', tree, ...parents.flatMap((one) => ['-p', one]), '-F', '-'], {
    input: message,
    env: {
      GIT_AUTHOR_NAME: author.name,
      GIT_AUTHOR_EMAIL: author.email,
      GIT_AUTHOR_DATE: author.date,
      GIT_COMMITTER_NAME: committer.name,
      GIT_COMMITTER_EMAIL: committer.email,
      GIT_COMMITTER_DATE: committer.date,
    },
  });
}
