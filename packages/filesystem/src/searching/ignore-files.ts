import { closeSync, fstatSync, readSync } from 'node:fs';
import type { Ignore } from 'ignore';
import type { ProvedFolder } from './walk/proved-folder.ts';
import type { WalkEntries, WalkEntry } from './walk/walk-tree.ts';

/** An ignore file larger than this is not one. */
const maxIgnoreFileBytes = 256 * 1024;

/** The `.gitignore` files that hold in a folder, the nearest last. */
export interface IgnoreRules {
  /** What holds inside a folder: its own `.gitignore` after those above it. */
  within(folder: string, open: ProvedFolder, entries: WalkEntries): IgnoreRules;
  /** Whether git would ignore the entry; `.git` itself counts as ignored. */
  ignores(path: string, entry: WalkEntry): boolean;
}

/** Rules that ignore nothing and look for no files. */
export const noIgnoreRules: IgnoreRules = { within: () => noIgnoreRules, ignores: () => false };

/** Loads the library and gives rules that read `.gitignore` on the way down. */
export async function gitIgnoreRules(): Promise<IgnoreRules> {
  const { createIgnore } = await import('./ignore-library.ts');
  return rulesOf([], createIgnore);
}

interface Layer {
  readonly prefixLength: number;
  readonly rules: Ignore;
}

function rulesOf(layers: readonly Layer[], createIgnore: () => Ignore): IgnoreRules {
  return {
    within(folder, open, entries) {
      const text = hasIgnoreFile(entries) ? readIgnoreFile(open) : undefined;
      if (text === undefined) return this;
      const layer = { prefixLength: folder === '' ? 0 : folder.length + 1, rules: createIgnore().add(text) };
      return rulesOf([...layers, layer], createIgnore);
    },
    ignores(path, entry) {
      if (entry.name === '.git') return true;
      let isIgnored = false;
      for (const { prefixLength, rules } of layers) {
        const below = path.slice(prefixLength) + (entry.kind === 'directory' ? '/' : '');
        const verdict = rules.test(below);
        if (verdict.ignored) isIgnored = true;
        else if (verdict.unignored) isIgnored = false;
      }
      return isIgnored;
    },
  };
}

function hasIgnoreFile(entries: WalkEntries): boolean {
  for (const { name, kind } of entries) if (name === '.gitignore') return kind === 'file';
  return false;
}

/** An ignore file that cannot be read ignores nothing, as for git. */
function readIgnoreFile(open: ProvedFolder): string | undefined {
  try {
    const fd = open.openFile('.gitignore');
    try {
      const { size } = fstatSync(fd);
      const bytes = Buffer.alloc(Math.min(size, maxIgnoreFileBytes));
      return bytes.toString('utf8', 0, readSync(fd, bytes, 0, bytes.length, 0));
    } finally {
      closeSync(fd);
    }
  } catch {
    return undefined;
  }
}
