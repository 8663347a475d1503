import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Repository } from '../repository/open-repository.ts';

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
  const folder = await mkdtemp(join(tmpdir(), 'portolan-git-index-'));
  const env = { ...keeper, GIT_INDEX_FILE: join(folder, 'index') };
  try {
    await repository.git(['update-index', '--add', '-z', '--stdin'], { writes: true, env, input: names });
    const tree = textOf(await repository.git(['write-tree'], { writes: true, env }));
    const args = ['commit-tree', tree, '-m', `Files before ${operation}`];
    return await keepCommit(repository, operation, textOf(await repository.git(args, { writes: true, env })));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
