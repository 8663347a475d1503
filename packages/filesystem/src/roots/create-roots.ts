import { realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { fail } from '@portolan/runtime';
import { isInside, relativeInside } from './contain.ts';
import { createDeny, type Deny, defaultAllow, defaultDeny, TRASH_FOLDER } from './deny.ts';
import { parsePath } from './parse-path.ts';
import { createReserved, type Reserved } from './reserved.ts';
import { showPath } from './show.ts';
import type { Candidate, PermitsPath, Place, Root, Roots, RootsOptions } from './types.ts';

/**
 * Makes the set of allowed folders from the operator's settings.
 *
 * @param folders each an existing folder; relative ones count from the working directory, `~` is expanded
 * @throws ToolError `invalid_arguments` naming the folder that does not exist, is no folder or cannot be entered
 */
export function createRoots(folders: readonly string[], options: RootsOptions = {}): Roots {
  const deny = createDeny(
    [...(options.defaultDeny === false ? [] : defaultDeny), ...(options.deny ?? [])],
    [...(options.defaultDeny === false ? [] : defaultAllow), ...(options.allow ?? [])],
  );
  const list: Root[] = [];
  for (const folder of folders) {
    const spelled = resolve(parsePath(folder));
    const real = realFolder(spelled);
    if (typeof real !== 'string') {
      fail('invalid_arguments', `The allowed folder ${showPath(spelled)} ${real.problem}.`, {
        next: 'Correct the folder in the server’s settings.',
      });
    }
    if (!list.some((root) => root.spelled === spelled)) list.push({ spelled, real, denyBase: real });
  }
  return assemble(list, { deny, reserved: createReserved(options.ownFiles ?? []) });
}

function realFolder(path: string): string | { readonly problem: string } {
  try {
    const real = realpathSync.native(path);
    if (real.includes('\ufffd')) return { problem: 'has a name that is not valid UTF-8' };
    return statSync(real).isDirectory() ? real : { problem: 'is not a folder' };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return { problem: code === 'ENOENT' ? 'does not exist' : 'cannot be entered' };
  }
}

interface Rules {
  readonly deny: Deny;
  readonly reserved: Reserved;
  readonly permits?: PermitsPath;
}

function assemble(list: readonly Root[], rules: Rules): Roots {
  const { deny, reserved, permits } = rules;
  const byDepth = [...list].sort((a, b) => b.real.length - a.real.length);
  const allowed = list.map((root) => root.spelled);
  const candidateOf = (root: Root, relative: string): Candidate => ({
    root,
    path: relative === '' ? root.real : join(root.real, relative),
    relative,
    shown: showPath(relative),
  });
  const containing = (path: string): Candidate | undefined => {
    for (const root of byDepth) {
      if (isInside(path, root.real)) return candidateOf(root, relativeInside(path, root.real));
      if (isInside(path, root.spelled)) return candidateOf(root, relativeInside(path, root.spelled));
    }
    return undefined;
  };
  return {
    list,
    resolve(input) {
      const parsed = parsePath(input);
      const bases = isAbsolute(parsed) ? [parsed] : list.map((root) => join(root.real, parsed));
      for (const base of bases) {
        const found = containing(base);
        if (found !== undefined) return found;
      }
      return fail('outside_roots', `${showPath(input)} is outside the allowed folders.`, {
        next: `Use a path inside ${allowed.map(showPath).join(', ') || '(no folder is allowed)'}.`,
      });
    },
    locate: (real) => locate(byDepth, real),
    deniedBy: ({ root, real }) => deny.match(relativeInside(real, root.denyBase)),
    forbids: ({ root, real }) =>
      reserved.has(real) || permits?.(pathOf(root, relativeInside(real, root.real))) === false,
    isInTrash: ({ root, real }) => relativeInside(real, root.denyBase).split('/').includes(TRASH_FOLDER),
    maskDependsOn: ({ root, real }) =>
      permits !== undefined || reserved.isBelow(real) || deny.dependsOn(relativeInside(real, root.denyBase)),
    narrow: (folders) => assemble(narrowed(list, folders), rules),
    restrict: (more) =>
      assemble(list, { ...rules, permits: permits ? (path) => permits(path) && more(path) : more }),
  };
}

const pathOf = (root: Root, relative: string) =>
  relative === '' ? root.spelled : join(root.spelled, relative);

function locate(byDepth: readonly Root[], real: string): Place | undefined {
  for (const root of byDepth) {
    if (!isInside(real, root.real)) continue;
    const relative = relativeInside(real, root.real);
    return {
      root,
      real,
      relative,
      path: pathOf(root, relative),
      shown: showPath(relative),
    };
  }
  return undefined;
}

/** What is inside both: never more than the operator allowed. */
function narrowed(list: readonly Root[], folders: readonly string[]): readonly Root[] {
  const result: Root[] = [];
  for (const folder of folders) {
    if (!isAbsolute(folder) || folder.includes('\0')) continue;
    const spelled = resolve(folder);
    const real = realFolder(spelled);
    if (typeof real !== 'string') continue;
    for (const root of list) {
      if (isInside(root.real, real)) result.push(root);
      else if (isInside(real, root.real)) result.push({ spelled, real, denyBase: root.denyBase });
    }
  }
  return result.filter((root, at) => result.findIndex((other) => other.spelled === root.spelled) === at);
}
