import { lstatSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fail } from '@portolan/runtime';
import { refuseLinks, refuseLinksOnce } from './links.ts';
import { demandInside, isInside, type Roots } from './roots.ts';

/** A `.git` file or an alternates file longer than this is none. */
const MAX_POINTER_BYTES = 64 * 1024;
/** Alternates of alternates, as deep as git itself follows them. */
const MAX_ALTERNATES = 5;

/** Where a repository really is. Every path is real and inside the roots. */
export interface Place {
  /** The top of the work tree; the git folder itself for a bare repository. */
  readonly top: string;
  readonly gitDir: string;
  /** Shared by linked work trees. */
  readonly commonDir: string;
  readonly bare: boolean;
  /** Files by whose change the preflight must be done again. */
  readonly watched: readonly string[];
}

/**
 * Finds the repository a folder belongs to, without starting git, and never looks above the roots.
 *
 * @param start a real path inside the roots
 * @throws ToolError `not_found`, `outside_roots`
 */
export function locate(roots: Roots, start: string): Place {
  for (let folder = start; isInside(roots, folder); folder = dirname(folder)) {
    const pointer = join(folder, '.git');
    const stat = statOf(pointer);
    if (stat) return placeOf(roots, folder, pointer, stat);
    if (folder === dirname(folder)) break;
  }
  if (roots.list.includes(start) && isBare(start)) return checked(roots, start, start, true, []);
  return fail('not_found', 'repo_path is not inside a git repository that is served.', {
    next: 'Name the folder of a repository; one above the folders served does not count.',
  });
}

/**
 * Finds the repository that git serves for a path, in the order in which it looks, by the same rules.
 *
 * @throws ToolError `not_found`, `outside_roots`
 */
export function locateServed(roots: Roots, path: string): Place {
  for (const start of [path, `${path}.git`]) {
    const pointer = join(start, '.git');
    const stat = statOf(pointer);
    if (stat) return placeOf(roots, start, pointer, stat);
    if (isBare(start)) return checked(roots, start, realOf(roots, start, 'The remote'), true, []);
  }
  return fail('not_found', 'There is no repository where the remote is said to be.');
}

/** Whether a folder is the top of a repository; says nothing of whether it may be served. */
export const looksLikeRepository = (folder: string): boolean => statOf(join(folder, '.git')) !== undefined;

/** What a `.git` entry that may not even be looked at counts as: nothing. */
function statOf(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

const isBare = (folder: string) =>
  ['HEAD', 'objects', 'refs'].every((name) => statOf(join(folder, name)) !== undefined);

function placeOf(roots: Roots, top: string, pointer: string, stat: Stats): Place {
  if (stat.isFile()) {
    const target = /^gitdir: (.+?)\r?\n?$/.exec(pointed(pointer))?.[1];
    if (target === undefined) fail('not_found', 'The .git file names no repository.');
    return checked(roots, top, realOf(roots, resolve(top, target), 'The repository that .git names'), false, [
      pointer,
    ]);
  }
  return checked(roots, top, realOf(roots, pointer, 'The .git folder'), false, []);
}

function checked(
  roots: Roots,
  top: string,
  gitDir: string,
  bare: boolean,
  pointers: readonly string[],
): Place {
  refuseLinks(roots, gitDir);
  const commonFile = join(gitDir, 'commondir');
  const commonDir = statOf(commonFile)
    ? realOf(roots, resolve(gitDir, pointed(commonFile).trim()), 'The common folder of the work tree')
    : gitDir;
  if (commonDir !== gitDir) refuseLinks(roots, commonDir);
  for (const folder of new Set([gitDir, commonDir])) refuseLinks(roots, join(folder, 'info'));
  const alternates = checkAlternates(roots, join(commonDir, 'objects'), MAX_ALTERNATES);
  const configs = [join(commonDir, 'config'), join(gitDir, 'config.worktree')];
  return { top, gitDir, commonDir, bare, watched: [...pointers, commonFile, ...configs, ...alternates] };
}

/** Follows the chain of borrowed object stores; answers the files that make it. */
function checkAlternates(roots: Roots, objects: string, depth: number): readonly string[] {
  refuseLinksOnce(roots, objects);
  refuseLinksOnce(roots, join(objects, 'pack'));
  refuseLinks(roots, join(objects, 'info'));
  const file = join(objects, 'info', 'alternates');
  if (depth === 0 || !statOf(file)) return [file];
  const lines = pointed(file).split('\n');
  const stores = lines.filter((line) => line !== '' && !line.startsWith('#'));
  return [
    file,
    ...stores.flatMap((store) => {
      const real = realOf(roots, resolve(objects, store), 'An object store that the repository borrows from');
      return checkAlternates(roots, real, depth - 1);
    }),
  ];
}

function pointed(file: string): string {
  const stat = statSync(file);
  if (!stat.isFile() || stat.size > MAX_POINTER_BYTES) fail('unsupported', 'The repository is malformed.');
  return readFileSync(file, 'utf8');
}

/** @throws ToolError `outside_roots` also for what does not exist outside */
function realOf(roots: Roots, path: string, what: string): string {
  let real = path;
  try {
    real = realpathSync.native(path);
  } catch (cause) {
    demandInside(roots, path, what);
    fail('not_found', `${what} does not exist.`, { next: 'Repair the repository with git.', cause });
  }
  demandInside(roots, real, what);
  return real;
}
