import type { Stats } from 'node:fs';
import { fail } from '@portolan/runtime';
import type { Place, Roots } from '../roots/types.ts';
import type { OpenFolder } from './types.ts';

/** Entries looked at when the other names of a file are sought: about 60 ms of work at most. */
const SEARCH_ENTRIES = 20_000;
/** How long a file whose other names were not found stays refused without a new search. */
const REMEMBER_MS = 5_000;
const REMEMBER_FILES = 1_000;

/** Decides which files with several names may be used. */
export interface HardLinks {
  /**
   * Refuses a file with more names than were seen inside the roots.
   *
   * @throws ToolError `forbidden`
   */
  check(place: Place, stat: Stats): void;
}

interface Verdict {
  readonly inside: boolean;
  /** Adding, removing and renaming a name changes the file's ctime. */
  readonly ctimeMs: number;
  readonly atMs: number;
}

/**
 * @param openRoot pins a root folder for the search
 */
export function createHardLinks(roots: Roots, openRoot: (root: string) => OpenFolder): HardLinks {
  const verdicts = new Map<string, Verdict>();
  const decide = (stat: Stats): boolean => {
    const key = `${stat.dev}:${stat.ino}`;
    const known = verdicts.get(key);
    const now = Date.now();
    if (
      known !== undefined &&
      known.ctimeMs === stat.ctimeMs &&
      (known.inside || now - known.atMs < REMEMBER_MS)
    ) {
      return known.inside;
    }
    if (verdicts.size >= REMEMBER_FILES) verdicts.clear();
    const inside = countNames(roots, openRoot, stat) >= stat.nlink;
    verdicts.set(key, { inside, ctimeMs: stat.ctimeMs, atMs: now });
    return inside;
  };
  return {
    check(place, stat) {
      if (decide(stat)) return;
      fail(
        'forbidden',
        `${place.shown} has ${stat.nlink} hard links, and not all of them were found inside the allowed folders: its content may belong to an outside file.`,
        { next: 'Copy the file to break the link, or ask the operator for --hard-links allow.' },
      );
    },
  };
}

/** Names of a file inside the roots, found within the budget. Roots inside other roots are not counted twice. */
function countNames(roots: Roots, openRoot: (root: string) => OpenFolder, stat: Stats): number {
  let budget = SEARCH_ENTRIES;
  const names = new Set<string>();
  const seek = (folder: OpenFolder): void => {
    const below: string[] = [];
    for (const entry of folder.eachEntry()) {
      if (budget-- <= 0) return;
      if (entry.kind === 'directory' && entry.bytes === undefined) below.push(entry.name);
      if (entry.kind !== 'file') continue;
      const child = folder.statChild(entry.bytes ?? entry.name);
      if (child?.ino === stat.ino && child.dev === stat.dev) {
        names.add(folder.childPlace(entry.bytes ?? entry.name).real);
      }
      if (names.size >= stat.nlink) return;
    }
    for (const name of below) {
      if (budget <= 0 || names.size >= stat.nlink) return;
      enter(folder, name, seek);
    }
  };
  for (const root of roots.list) {
    using folder = openRoot(root.real);
    seek(folder);
  }
  return names.size;
}

/** A folder that cannot be entered holds no name that was seen. */
function enter(folder: OpenFolder, name: string, visit: (below: OpenFolder) => void): void {
  const below = folder.tryOpenFolder(name);
  if (below === undefined) return;
  try {
    visit(below);
  } finally {
    below[Symbol.dispose]();
  }
}
