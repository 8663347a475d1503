import { realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CallBasics, type CallContext, fail } from '@portolan/runtime';
import type { Settings } from './config.ts';
import { meantName } from './reading/names.ts';
import { findRepositories, onlyRepository } from './repository/find-repositories.ts';
import { locate, looksLikeRepository, type Place } from './repository/locate.ts';
import { createOpener, type Repository } from './repository/open-repository.ts';
import { createRoots, isInside, narrowRoots, type Roots, resolveInside } from './repository/roots.ts';
import { createWriterQueue } from './repository/writer-queue.ts';

type Basics = Pick<CallBasics, 'roots' | 'signal' | 'permits'>;

/** What tools, resources and prompts get beside the call itself. */
export interface Services {
  readonly settings: Settings;
  readonly operatorRoots: Roots;
  /**
   * The repository of one call, checked.
   *
   * @param path as the caller wrote it; left out, the only one served
   * @throws ToolError `invalid_arguments`, `not_found`, `outside_roots`, `permission_denied`
   */
  repository(path: string | undefined, basics: Basics): Promise<Repository>;
  /**
   * Where that repository is, without starting git.
   *
   * @throws ToolError `invalid_arguments`, `not_found`, `outside_roots`
   */
  place(path: string | undefined, basics: Basics): Promise<Place>;
  /** The folders of this call's client. */
  rootsOf(basics: Basics): Promise<Roots>;
  /** The folders of the repositories this call may name. */
  repositories(basics: Basics): Promise<readonly string[]>;
  /** Ends the git processes that stay between calls. */
  close(): void;
}

export type Context = CallContext<Services>;

export function createServices(settings: Settings): Services {
  const operatorRoots = createRoots(settings.repositories);
  const opener = createOpener(settings, createWriterQueue());
  const rootsOf = async ({ roots }: Pick<CallBasics, 'roots'>) => {
    const folders = ((await roots()) ?? []).flatMap(folderOf);
    if (folders.length === 0) return operatorRoots;
    const narrowed = narrowRoots(
      operatorRoots,
      folders.map((folder) => topOf(operatorRoots, folder)),
    );
    if (narrowed.list.length > 0) return narrowed;
    return fail('outside_roots', 'None of the folders the client works in is inside the folders served.', {
      next: 'Open a folder that is served in the client, or ask the operator to serve this one.',
    });
  };
  return {
    settings,
    operatorRoots,
    rootsOf,
    close: opener.close,
    repositories: async (basics) => findRepositories(await rootsOf(basics)),
    async place(path, basics) {
      const roots = await rootsOf(basics);
      return locate(roots, folderIn(roots, path));
    },
    async repository(path, basics) {
      const roots = await rootsOf(basics);
      const repository = await opener.open(roots, folderIn(roots, path), basics.signal);
      return basics.permits === undefined ? repository : restricted(repository, basics.permits);
    },
  };
}

/** The repository as a caller may see it whose policy constrains paths. */
function restricted(repository: Repository, permits: NonNullable<Basics['permits']>): Repository {
  const { top } = repository;
  return {
    ...repository,
    constrained: true,
    permits: (shown) => {
      const path = meantName(shown, 'path').toWellFormed();
      return permits({ repo: [top], path: [path === '' ? top : `${top}/${path}`] });
    },
  };
}

const folderIn = (roots: Roots, path: string | undefined) =>
  path === undefined ? onlyRepository(roots) : resolveInside(roots, path);

/** A client that works in a part of a repository works with the repository, where it is served. */
function topOf(roots: Roots, folder: string): string {
  for (let at = folder; isInside(roots, at); at = dirname(at)) {
    if (looksLikeRepository(at)) return at;
    if (at === dirname(at)) break;
  }
  return folder;
}

/** The real path of a `file:` URI of this machine; what is none, or is not there, says nothing of folders here. */
function folderOf(uri: string): readonly string[] {
  try {
    return [realpathSync.native(fileURLToPath(uri))];
  } catch {
    return [];
  }
}
