import { absoluteFolders } from '@portolan/runtime/programs';
import type { Settings } from '../config.ts';
import type { Repository } from '../repository/open-repository.ts';
import { runGit } from '../running/run-git.ts';

type Environment = Readonly<Record<string, string>>;

/**
 * Who makes commits: the operator's settings, else the repository's, else the two lines of the operator's own
 * git configuration that say so; nothing else of that file is read.
 */
export async function identity(repository: Repository, settings: Settings): Promise<Environment> {
  const own = repository.settings.values;
  const usual =
    own.has('user.name') && own.has('user.email') ? new Map<string, string>() : await ofOperator(repository);
  const name = settings.authorName ?? own.get('user.name') ?? usual.get('user.name');
  const email = settings.authorEmail ?? own.get('user.email') ?? usual.get('user.email');
  return {
    ...(name !== undefined && { GIT_AUTHOR_NAME: name, GIT_COMMITTER_NAME: name }),
    ...(email !== undefined && { GIT_AUTHOR_EMAIL: email, GIT_COMMITTER_EMAIL: email }),
  };
}

async function ofOperator({ signal }: Repository): Promise<ReadonlyMap<string, string>> {
  const home = process.env.HOME;
  if (home === undefined) return new Map();
  const { stdout } = await runGit({
    args: ['config', '--global', '-z', '--get-regexp', '^user\\.(name|email)$'],
    cwd: '/',
    env: { PATH: absoluteFolders().join(':'), HOME: home, GIT_CONFIG_NOSYSTEM: '1' },
    signal,
  });
  const pairs = stdout
    .toString('utf8')
    .split('\0')
    .map((pair) => pair.split('\n'));
  return new Map(pairs.flatMap(([key, value]) => (key && value ? [[key, value] as const] : [])));
}
