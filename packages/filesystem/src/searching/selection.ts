import { compileGlob, type Glob, type GlobState } from './glob/glob.ts';
import { gitIgnoreRules, type IgnoreRules, noIgnoreRules } from './ignore-files.ts';
import type { Scope } from './scope.ts';
import type { ProvedFolder } from './walk/proved-folder.ts';
import type { WalkEntries, WalkEntry, WalkFolder } from './walk/walk-tree.ts';

/** The state of a selection in one folder. */
export interface SelectionState {
  readonly excludes: readonly GlobState[];
  readonly ignore: IgnoreRules;
}

/** What a walk leaves out. */
export interface SelectionOptions {
  /** Globs relative to the start; what matches is left out with everything inside. */
  readonly excludePatterns?: readonly string[] | undefined;
  /** Leave out what `.gitignore` files inside the start ignore. */
  readonly gitignore?: boolean | undefined;
}

/** Decides which entries a walk sees at all: deny globs, excludes, `.gitignore`. */
export interface Selection {
  readonly start: SelectionState;
  enter(folder: WalkFolder<SelectionState>, open: ProvedFolder, entries: WalkEntries): SelectionState;
  leavesOut(entry: WalkEntry, path: string, state: SelectionState): boolean;
  descend(name: string, state: SelectionState): SelectionState;
}

/** @throws ToolError `invalid_arguments` for a pattern that is too long or stands for too much */
export async function createSelection(scope: Scope, options: SelectionOptions): Promise<Selection> {
  const globs: readonly Glob[] = (options.excludePatterns ?? []).map(compileGlob);
  return {
    start: {
      excludes: globs.map((glob) => glob.start),
      ignore: options.gitignore === true ? await gitIgnoreRules() : noIgnoreRules,
    },
    enter: ({ path, state }, open, entries) => {
      const ignore = state.ignore.within(path, open, entries);
      return ignore === state.ignore ? state : { excludes: state.excludes, ignore };
    },
    leavesOut: (entry, path, state) =>
      scope.hides?.(path, entry.kind === 'directory') === true ||
      globs.some((glob, index) => glob.accepts(state.excludes[index] ?? [], entry.name)) ||
      state.ignore.ignores(path, entry),
    descend: (name, state) => ({
      excludes: globs.map((glob, index) => glob.enter(state.excludes[index] ?? [], name)),
      ignore: state.ignore,
    }),
  };
}
