import { type Check, ToolError } from '@portolan/runtime';
import { findRepositories } from './repository/find-repositories.ts';
import { gitEnvironment } from './running/environment.ts';
import { findGit } from './running/program.ts';
import { runGit } from './running/run-git.ts';
import type { Services } from './services.ts';

/** The first version with `safe.bareRepository` and `merge-tree --write-tree`. */
const OLDEST = [2, 38] as const;

/** What `doctor` reports: git itself, and each repository. */
export async function check(services: Services, signal: AbortSignal): Promise<readonly Check[]> {
  const repositories = findRepositories(services.operatorRoots).slice(0, 20);
  const checks = await Promise.all(repositories.map((path) => checkRepository(services, path, signal)));
  const none: Check = {
    name: 'repositories',
    ok: true,
    detail: 'None is in the folders served or directly below them; deeper ones need repo_path.',
  };
  return [await checkGit(services, signal), ...(checks.length === 0 ? [none] : checks)];
}

async function checkGit({ settings }: Services, signal: AbortSignal): Promise<Check> {
  try {
    const { stdout } = await runGit({ args: ['--version'], cwd: '/', env: gitEnvironment(settings), signal });
    const [, major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(stdout.toString('utf8')) ?? []).map(Number);
    const ok = major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
    const need = ok ? '' : `; ${OLDEST.join('.')} or newer is needed`;
    return { name: 'git', ok, detail: `${findGit()} is ${major}.${minor}${need}.` };
  } catch (error) {
    if (error instanceof ToolError)
      return { name: 'git', ok: false, detail: `${error.message} ${error.next}` };
    throw error;
  }
}

async function checkRepository(services: Services, path: string, signal: AbortSignal): Promise<Check> {
  try {
    await services.repository(path, { signal, roots: async () => undefined });
    return { name: 'repository', ok: true, detail: `${path} can be served.` };
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    return { name: 'repository', ok: false, detail: `${path}: ${error.message} ${error.next}` };
  }
}
