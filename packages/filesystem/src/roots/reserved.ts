import { realpathSync } from 'node:fs';
import { basename, dirname, extname, join, resolve, sep } from 'node:path';
import type { OwnFile } from '@portolan/runtime';
import { isInside } from './contain.ts';

/** The server's own files, which no caller may read or change, wherever the operator keeps them. */
export interface Reserved {
  /** Whether a real path is one of them, or lies beside one and is named after it. */
  has(real: string): boolean;
  /** Whether one of them is, or may come to be, inside a folder. */
  isBelow(real: string): boolean;
}

interface Reserve {
  readonly folder: string;
  /** The path without its ending. */
  readonly start: string;
  /** With its dot. */
  readonly ending: string;
  readonly numbered: boolean;
}

/** @param files that exist or may come to exist, by the paths of the settings */
export function createReserved(files: readonly OwnFile[]): Reserved {
  const reserves = files.flatMap(({ path, numbered }) =>
    placesOf(resolve(path)).map((real): Reserve => {
      const ending = extname(real);
      const folder = dirname(real);
      return { folder, start: join(folder, basename(real, ending)), ending, numbered };
    }),
  );
  return {
    has: (real) => reserves.length > 0 && reserves.some((reserve) => isNamedAfter(real, reserve)),
    isBelow: (real) => reserves.some(({ folder }) => isInside(folder, real)),
  };
}

/** Keys, locks, checkpoints and rotated files add an ending to the name; further writers add a number before its own. */
function isNamedAfter(real: string, { start, ending, numbered }: Reserve): boolean {
  if (!real.startsWith(start)) return false;
  const rest = real.slice(start.length);
  if (rest.includes(sep)) return false;
  const after = numbered ? rest.replace(/^-\d+/, '') : rest;
  return after === ending || after.startsWith(`${ending}.`);
}

/** Where the name is, and where it leads when it is a link. The file may not exist yet. */
function placesOf(path: string): readonly string[] {
  return [...new Set([join(realOf(dirname(path)), basename(path)), realOf(path)])];
}

/** For what does not exist yet: its name in the nearest folder that does. */
function realOf(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realOf(parent), basename(path));
  }
}
