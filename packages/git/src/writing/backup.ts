import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Unmerged } from '../reading/unmerged.ts';
import type { Repository } from '../repository/open-repository.ts';
import { nulEnded } from '../running/pathspec.ts';
import { presentFiles } from './resolve-conflict.ts';

/** Who makes the commits that keep what is about to be lost. */
const keeper = {
  GIT_AUTHOR_NAME: 'portolan',
  GIT_AUTHOR_EMAIL: 'portolan@localhost',
  GIT_COMMITTER_NAME: 'portolan',
  GIT_COMMITTER_EMAIL: 'portolan@localhost',
};

const textOf = ({ stdout }: { readonly stdout: Buffer }) => stdout.toString('utf8').trim();

/** Keeps a commit under `refs/portolan/backup/`; answers the ref. */
export async function keepCommit(repository: Repository, operation: string, commit: string): Promise<string> {
  const time = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const ref = `refs/portolan/backup/${time}-${operation}-${randomBytes(3).toString('hex')}`;
  await repository.git(['update-ref', ref, commit], { writes: true });
  return ref;
}

/** Keeps HEAD and the changes of tracked files, staged or not; undefined before the first commit. */
export async function keepState(repository: Repository, operation: string): Promise<string | undefined> {
  const head = await repository.git(['rev-parse', '--verify', '-q', 'HEAD'], { accept: [1] });
  if (head.code !== 0) return undefined;
  const created = textOf(await repository.git(['stash', 'create'], { writes: true, env: keeper }));
  return keepCommit(repository, operation, created === '' ? textOf(head) : created);
}

/** Keeps files that no commit has. */
export async function keepFiles(repository: Repository, operation: string, names: Buffer): Promise<string> {
  const tree = await treeOf(repository, ['--add', '-z', '--stdin'], names);
  return keepCommit(repository, operation, await commitOf(repository, tree, `Files before ${operation}`));
}

/**
 * Keeps paths in conflict: the commit holds what is in the work tree, and its parents 1 to 3 the version both
 * sides began with, ours, and theirs.
 */
export async function keepConflicts(repository: Repository, conflicts: readonly Unmerged[]): Promise<string> {
  const present = presentFiles(
    repository,
    conflicts.map(({ path }) => path),
  );
  const files = await treeOf(repository, ['--add', '-z', '--stdin'], nulEnded(present));
  const parents: string[] = [];
  for (const [stage, name] of versions) {
    const lines = conflicts.flatMap(({ path, stages }) => {
      const version = stages.get(stage);
      return version === undefined ? [] : [`${version.mode} ${version.id}\t${path}`];
    });
    const tree = await treeOf(repository, ['-z', '--index-info'], nulEnded(lines));
    parents.push(await commitOf(repository, tree, `${name} before resolve_conflict`));
  }
  const kept = await commitOf(repository, files, 'Files before resolve_conflict', parents);
  return keepCommit(repository, 'resolve-conflict', kept);
}

const versions = [
  ['1', 'Base'],
  ['2', 'Ours'],
  ['3', 'Theirs'],
] as const;

/** A tree made in an index of its own. */
async function treeOf(repository: Repository, how: readonly string[], input: Buffer): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'portolan-git-index-'));
  const env = { ...keeper, GIT_INDEX_FILE: join(folder, 'index') };
  try {
    await repository.git(['update-index', ...how], { writes: true, env, input });
    return textOf(await repository.git(['write-tree'], { writes: true, env }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function commitOf(
  repository: Repository,
  tree: string,
  message: string,
  parents: readonly string[] = [],
): Promise<string> {
  const before = parents.flatMap((parent) => ['-p', parent]);
  const args = ['commit-tree', tree, ...before, '-m', message];
  return textOf(await repository.git(args, { writes: true, env: keeper }));
}
