import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ErrorCode, ToolError } from '@portolan/runtime';
import { nameParts } from '../reading/records.ts';
import { readUnmerged, type Unmerged } from '../reading/unmerged.ts';
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

/** Refusals before anything is done. After any other failure a part may be: of a partial clone git takes files
 * away before it asks for those that it brings, and an object that is not found can be one in the middle. */
const refusals: ReadonlySet<ErrorCode> = new Set([
  'invalid_arguments',
  'conflict',
  'forbidden',
  'outside_roots',
  'unsupported',
  'already_exists',
  'ambiguous',
]);

/**
 * Does what the backup is for. Where git refuses it, nothing was lost, and the backup goes again; after any other
 * failure the error names it.
 *
 * @param backup the ref; undefined where there was nothing to keep
 */
export async function withBackup<Result>(
  repository: Repository,
  backup: string | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (backup === undefined || !(error instanceof ToolError)) throw error;
    if (!refusals.has(error.code)) throw keptIn(backup, error);
    await dropBackup(repository, backup);
    throw error;
  }
}

/** The error with where everything is that it may have cost. */
function keptIn(backup: string, { code, message, next, retryAfterMs, data, cause }: ToolError): ToolError {
  return new ToolError(code, message, {
    next: `A part of it may be done; what there was before is kept under ${backup}. ${next}`,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    data: { ...data, backup },
    cause,
  });
}

/** Forgets a backup of what was not changed after all. */
export async function dropBackup(repository: Repository, backup: string): Promise<void> {
  await repository.git(['update-ref', '-d', backup], { writes: true });
}

/** Keeps HEAD and the changes of tracked files, staged or not; undefined before the first commit. */
export async function keepState(repository: Repository, operation: string): Promise<string | undefined> {
  const found = await repository.git(['rev-parse', '--verify', '-q', 'HEAD'], { accept: [1] });
  if (found.code !== 0) return undefined;
  const head = textOf(found);
  const unmerged = await readUnmerged(repository);
  if (unmerged.length > 0) {
    return keepCommit(repository, operation, await stateInConflict(repository, operation, head));
  }
  const created = textOf(await repository.git(['stash', 'create'], { writes: true, env: keeper }));
  return keepCommit(repository, operation, created === '' ? head : created);
}

/** Names that are read, bytes. */
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * A commit of the tracked files as they are, for an index in conflict, which `git stash` cannot keep. As in a stash
 * its parents are HEAD and what is staged; of a path in conflict that is nothing.
 */
async function stateInConflict(repository: Repository, operation: string, head: string): Promise<string> {
  const index = await repository.git(['ls-files', '-s', '-z'], { maxBytes: MAX_BYTES });
  const merged = nameParts(index.stdout).filter((entry) => /^\d+ [0-9a-f]+ 0\t/.test(entry));
  const staged = await treeOf(repository, ['-z', '--index-info'], nulEnded(merged));
  const changed = await repository.git(
    ['diff', '--name-only', '-z', '--no-ext-diff', '--no-renames', '--ignore-submodules=dirty', head, '--'],
    { maxBytes: MAX_BYTES },
  );
  const names = [...new Set(nameParts(changed.stdout))];
  const how = ['--add', '--remove', '-z', '--stdin'];
  const files = await treeOf(repository, how, nulEnded(names), { base: head });
  const message = `State before ${operation}`;
  const kept = await commitOf(repository, staged, `Staged before ${operation}`, [head]);
  return commitOf(repository, files, message, [head, kept]);
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
    const tree = await treeOf(repository, ['-z', '--index-info'], nulEnded(lines), { missing: true });
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

/**
 * A tree made in an index of its own.
 *
 * @param missing whether it may name objects that a partial clone does not have
 */
async function treeOf(
  repository: Repository,
  how: readonly string[],
  input: Buffer,
  { base, missing = false }: { readonly base?: string; readonly missing?: boolean } = {},
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'portolan-git-index-'));
  const env = { ...keeper, GIT_INDEX_FILE: join(folder, 'index') };
  try {
    if (base !== undefined) await repository.git(['read-tree', base], { writes: true, env });
    await repository.git(['update-index', ...how], { writes: true, env, input });
    return textOf(
      await repository.git(['write-tree', ...(missing ? ['--missing-ok'] : [])], { writes: true, env }),
    );
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
