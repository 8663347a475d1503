import { closeSync, fstatSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { fail, ToolError } from '@portolan/runtime';

import { showPath } from '../roots/show.ts';
import type { Candidate, PermitsPath, Roots } from '../roots/types.ts';
import { findAlike, mayHaveAlike, nameOf } from './find-alike.ts';
import { BASE_FLAGS, MARK_FLAGS, READ_FLAGS } from './flags.ts';
import { leadsOutside, refuseMasked } from './guard.ts';
import { createHardLinks, type HardLinks } from './links.ts';
import { kindOf, openFileFrom } from './open-file.ts';
import { PinnedFolder } from './open-folder.ts';
import { type Guard, openGuarded, resolveLink } from './open-guarded.ts';
import { failFromOs, osCode } from './os-error.ts';
import type {
  Access,
  AccessOptions,
  Look,
  Name,
  OpenFile,
  OpenFolder,
  Target,
  TargetOptions,
} from './types.ts';

/** How often a link may turn up anew as the target of one write. */
const MAX_LINK_TURNS = 8;

/** Makes the guarded access to the roots. */
export function createAccess(roots: Roots, options: AccessOptions = {}): Access {
  return new GuardedAccess(roots, {
    followSymlinks: options.followSymlinks ?? 'inside',
    hardLinks: options.hardLinks ?? 'inside',
  });
}

class GuardedAccess implements Access {
  readonly roots: Roots;
  readonly options: Required<AccessOptions>;
  readonly #guard: Guard;
  readonly #hardLinks: HardLinks | undefined;

  constructor(roots: Roots, options: Required<AccessOptions>) {
    this.roots = roots;
    this.options = options;
    this.#guard = { roots, follow: options.followSymlinks };
    this.#hardLinks =
      options.hardLinks === 'allow' ? undefined : createHardLinks(roots, (root) => this.openFolder(root));
  }

  candidate(path: string): Candidate {
    return this.roots.resolve(path);
  }

  narrow(folders: readonly string[]): Access {
    return new GuardedAccess(this.roots.narrow(folders), this.options);
  }

  restrict(permits: PermitsPath): Access {
    return new GuardedAccess(this.roots.restrict(permits), this.options);
  }

  openFile(path: string): OpenFile {
    const candidate = this.candidate(path);
    return this.#orAlike(
      candidate,
      () => this.#openFile(candidate),
      (folder, name) => folder.openFile(name),
    );
  }

  #openFile(candidate: Candidate): OpenFile {
    const { fd, place } = openGuarded(this.#guard, candidate, READ_FLAGS, 'content');
    return openFileFrom(fd, place, (stat) => {
      if (stat.nlink > 1) this.#hardLinks?.check(place, stat);
    });
  }

  openFolder(path: string): OpenFolder {
    const candidate = this.candidate(path);
    return this.#orAlike(
      candidate,
      () => this.#openFolder(candidate),
      (folder, name) => folder.openFolder(name),
    );
  }

  #openFolder(candidate: Candidate): OpenFolder {
    const { fd, place } = openGuarded(this.#guard, candidate, BASE_FLAGS, 'existence');
    return new PinnedFolder(fd, place, {
      roots: this.roots,
      hardLinks: this.#hardLinks,
      openThroughLink: (path) => this.openFile(path),
    });
  }

  look(path: string): Look {
    const candidate = this.candidate(path);
    return this.#orAlike(
      candidate,
      () => this.#look(candidate),
      (folder, name) => lookAt(folder, name),
    );
  }

  #look(candidate: Candidate): Look {
    const { fd, place, throughLink } = openGuarded(this.#guard, candidate, MARK_FLAGS, 'existence');
    try {
      const stat = fstatSync(fd);
      return { place, stat, kind: kindOf(stat), throughLink };
    } finally {
      closeSync(fd);
    }
  }

  target(path: string, options: TargetOptions = {}): Target {
    let candidate = this.candidate(path);
    for (let turn = 0; turn < MAX_LINK_TURNS; turn++) {
      const target = this.#pinTarget(candidate, options.makeParents === true);
      if (options.followLink === false || target.stat?.isSymbolicLink() !== true) return target;
      target[Symbol.dispose]();
      candidate = this.#at(resolveLink(this.#guard, candidate, target.place.real), candidate);
    }
    return fail('conflict', `${candidate.shown} keeps changing.`, { next: 'Call again.' });
  }

  #pinTarget(candidate: Candidate, makeParents: boolean): Target {
    if (candidate.relative === '') {
      fail('unsupported', `${showPath(candidate.root.spelled)} is an allowed folder itself.`, {
        next: 'Name something inside it.',
      });
    }
    const parent = this.#at(dirname(candidate.path), candidate);
    const folder = makeParents ? this.#makeFolder(parent).folder : this.openFolder(parent.path);
    try {
      const { name, stat } = statTarget(folder, basename(candidate.path), mayHaveAlike(candidate));
      const place = folder.childPlace(name);
      refuseMasked(this.roots, place);
      return { folder, name, place, stat, [Symbol.dispose]: () => folder[Symbol.dispose]() };
    } catch (error) {
      folder[Symbol.dispose]();
      throw error;
    }
  }

  makeFolder(path: string) {
    const { folder, made } = this.#makeFolder(this.candidate(path));
    using pinned = folder;
    return { place: pinned.place, made };
  }

  #makeFolder(candidate: Candidate): { readonly folder: OpenFolder; readonly made: number } {
    let folder = this.openFolder(candidate.root.real);
    let made = 0;
    try {
      for (const segment of candidate.relative.split('/').filter(Boolean)) {
        const step = this.#enterOrMake(folder, segment);
        folder[Symbol.dispose]();
        folder = step.folder;
        made += step.made;
      }
      return { folder, made };
    } catch (error) {
      folder[Symbol.dispose]();
      throw error;
    }
  }

  #enterOrMake(folder: OpenFolder, segment: string): { readonly folder: OpenFolder; readonly made: number } {
    const alike = /[^\u0020-\u007e]/.test(segment) ? (nameOf(folder, segment) ?? segment) : segment;
    const place = folder.childPlace(alike);
    const stat = folder.statChild(alike);
    if (stat?.isSymbolicLink() === true) return { folder: this.openFolder(place.real), made: 0 };
    if (stat?.isDirectory() === true) return { folder: folder.openFolder(alike), made: 0 };
    if (stat !== undefined) fail('already_exists', `${place.shown} exists already and is not a folder.`);
    refuseMasked(this.roots, place);
    return { made: makeChild(folder, segment, place.shown), folder: folder.openFolder(segment) };
  }

  /** A candidate for an absolute real path that was derived from another candidate. */
  #at(path: string, from: Candidate): Candidate {
    const place = this.roots.locate(path) ?? leadsOutside(from.shown);
    return { root: place.root, path, relative: place.relative, shown: place.shown };
  }

  #orAlike<Result>(
    candidate: Candidate,
    open: () => Result,
    openAlike: (folder: OpenFolder, name: Name) => Result,
  ): Result {
    try {
      return open();
    } catch (error) {
      if (!(error instanceof ToolError) || error.code !== 'not_found' || !mayHaveAlike(candidate))
        throw error;
      const found = findAlike(this.openFolder(candidate.root.real), candidate.relative.split('/'));
      if (found === undefined) throw error;
      using folder = found.folder;
      return openAlike(folder, found.name);
    }
  }
}

function lookAt(folder: OpenFolder, name: Name): Look {
  const place = folder.childPlace(name);
  const stat = folder.statChild(name) ?? fail('not_found', `${place.shown} does not exist.`);
  return { place, stat, kind: kindOf(stat), throughLink: false };
}

function statTarget(folder: OpenFolder, name: string, seekAlike: boolean) {
  const stat = folder.statChild(name);
  if (stat !== undefined || !seekAlike) return { name, stat };
  const alike = nameOf(folder, name);
  if (typeof alike !== 'string') return { name, stat };
  return { name: alike, stat: folder.statChild(alike) };
}

function makeChild(folder: OpenFolder, segment: string, shown: string): number {
  try {
    folder.makeFolder(segment);
    return 1;
  } catch (error) {
    if (osCode(error) === 'EEXIST') return 0;
    return failFromOs(error, shown);
  }
}
