import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { fail } from '@portolan/runtime';
import type { ObjectContent, ObjectInfo } from '../running/batch-parser.ts';
import { type EnvironmentOptions, gitEnvironment } from '../running/environment.ts';
import { explain } from '../running/explain.ts';
import { type GitRequest, type GitResult, runGit } from '../running/run-git.ts';
import { locate, type Place } from './locate.ts';
import { neutralise, type OwnSettings, readSettings } from './read-settings.ts';
import { demandInside, type Roots } from './roots.ts';
import { createStandingPool, type StandingPool } from './standing-pool.ts';
import type { WriterQueue } from './writer-queue.ts';

/** Repositories whose preflight is remembered. */
const MAX_REMEMBERED = 256;

export interface RunOptions extends Partial<Omit<GitRequest, 'args' | 'cwd' | 'signal'>> {
  /** Exit codes besides 0 that are no failure. */
  readonly accept?: readonly number[];
}

/** One repository, opened for one call. */
export interface Repository extends Place {
  readonly roots: Roots;
  readonly settings: OwnSettings;
  readonly signal: AbortSignal;
  /** Settings of the server's operator. */
  readonly options: EnvironmentOptions;
  /**
   * Runs a git command on it; arguments of callers must have passed the grammar.
   *
   * @throws ToolError for what git says is wrong
   */
  git(args: readonly string[], options?: RunOptions): Promise<GitResult>;
  /** Objects, read without starting git anew; names of callers must have passed the grammar. */
  readonly objects: Objects;
  /** Whether the caller's policy allows a path of the repository, as it is shown. */
  permits(path: string): boolean;
  /** Whether that has to be asked at all. */
  readonly constrained: boolean;
  /** Runs one writer after the other, whichever work tree of the repository they use. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
}

/** Undefined says that it cannot be had this way: ask git itself, which says why. */
export interface Objects {
  info(name: string): Promise<ObjectInfo | undefined>;
  content(name: string): Promise<ObjectContent | undefined>;
}

interface Preflight {
  readonly key: string;
  readonly place: Place;
  readonly settings: OwnSettings;
  readonly env: Readonly<Record<string, string>>;
  readonly identity: string;
}

export interface RepositoryOpener {
  /** @throws ToolError `not_found`, `outside_roots`, `permission_denied` */
  open(roots: Roots, path: string, signal: AbortSignal): Promise<Repository>;
  /** Ends what stays between calls. */
  close(): void;
}

/** Opens repositories; what was found of one is remembered until a file that decides it changes. */
export function createOpener(options: EnvironmentOptions, queue: WriterQueue): RepositoryOpener {
  const remembered = new Map<string, Preflight>();
  const base = gitEnvironment(options);
  const pool = createStandingPool();
  return {
    close: pool.close,
    async open(roots, path, signal) {
      const place = locate(roots, path);
      const key = JSON.stringify([place.top, place.gitDir, roots.list]);
      const known = remembered.get(key);
      const preflight =
        known && known.identity === identityOf(place, known.settings.files)
          ? known
          : {
              key,
              ...(await inspect(roots, place, { env: { ...base, ...ceiling(place) }, signal }, options)),
            };
      if (remembered.size >= MAX_REMEMBERED) remembered.clear();
      remembered.set(key, preflight);
      return opened(preflight, { roots, signal, options, queue, pool });
    },
  };
}

async function inspect(
  roots: Roots,
  place: Place,
  request: Pick<GitRequest, 'env' | 'signal'>,
  options: EnvironmentOptions,
): Promise<Omit<Preflight, 'key'>> {
  const before = identityOf(place, []);
  const settings = await readSettings(roots, place, request);
  const env = { ...gitEnvironment(options, neutralise(settings, options)), ...ceiling(place) };
  await agree(roots, place, { ...request, env });
  const identity = identityOf(place, settings.files);
  if (before !== identityOf(place, [])) {
    fail('busy', 'The configuration of the repository changed while it was checked.');
  }
  return { place, settings, env, identity };
}

/** Git must see the repository where it was found to be. */
async function agree(roots: Roots, place: Place, request: Pick<GitRequest, 'env' | 'signal'>): Promise<void> {
  const tree = place.bare ? [] : ['--show-toplevel'];
  const where = place.bare ? ['--git-dir', place.gitDir] : [];
  const cwd = place.bare ? place.gitDir : place.top;
  const args = [...where, 'rev-parse', '--path-format=absolute', '--git-dir', '--git-common-dir', ...tree];
  const seen = await runGit({ ...request, cwd, args });
  if (seen.code !== 0) explain(seen, 'rev-parse');
  const paths = seen.stdout.toString('utf8').trimEnd().split('\n');
  if (paths.length !== args.length - where.length - 2)
    fail('unsupported', 'The path of the repository holds a line break.');
  for (const path of paths) demandInside(roots, path, 'What git takes for the repository');
}

const ceiling = ({ top }: Place) => ({ GIT_CEILING_DIRECTORIES: dirname(top) });

function identityOf({ gitDir, watched }: Place, files: readonly string[]): string {
  const folder = statSync(gitDir, { throwIfNoEntry: false });
  const states = [...watched, ...files].map((file) => {
    const stat = statSync(file, { bigint: true, throwIfNoEntry: false });
    return stat ? `${stat.ino}:${stat.size}:${stat.mtimeNs}:${stat.ctimeNs}` : '';
  });
  return [`${folder?.dev}:${folder?.ino}`, ...states].join('|');
}

function opened(
  preflight: Preflight,
  call: Pick<Repository, 'roots' | 'signal' | 'options'> & {
    readonly queue: WriterQueue;
    readonly pool: StandingPool;
  },
): Repository {
  const { place, settings, env } = preflight;
  const { queue, pool, ...rest } = call;
  const where = place.bare ? ['--git-dir', place.gitDir] : [];
  const cwd = place.bare ? place.gitDir : place.top;
  const running = { args: where, cwd, env };
  const standing = () => pool.of(preflight.key, preflight.identity, place, running);
  return {
    ...place,
    ...rest,
    settings,
    permits: () => true,
    constrained: false,
    objects: {
      info: (name) => standing().reader.info(name, call.signal),
      content: (name) => standing().reader.content(name, call.signal),
    },
    async git(args, { accept = [], env: more, ...options } = {}) {
      const request = { ...options, args: [...where, ...args], cwd, signal: call.signal };
      const special = more !== undefined && Object.keys(more).length > 0;
      const result = special
        ? await runGit({ ...request, env: { ...env, ...more } })
        : await standing().lanes.run(request);
      if (result.code !== 0 && !result.truncated && !accept.includes(result.code ?? -1)) {
        explain(result, commandOf(args));
      }
      return result;
    },
    exclusively: (work) => queue.run(place.commonDir, call.signal, work),
  };
}

/** The name of a git command behind its settings. */
const commandOf = ([first = '', , ...rest]: readonly string[]): string =>
  first === '-c' ? commandOf(rest) : first;
